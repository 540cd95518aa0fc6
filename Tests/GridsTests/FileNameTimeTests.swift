import Files
import Grids
import Testing

@Suite struct FileNameTimeTests {
  private func text(_ pattern: String, _ name: String) throws -> String {
    UTC.text(try FileNameTime(pattern: pattern).instant(in: name))
  }

  @Test(arguments: [
    (
      "yyyyMMddHHmmss", "ESACCI-SOILMOISTURE-L3S-SSMV-COMBINED-20160607000000-fv05.2.nc",
      "2016-06-07T00:00:00Z"
    ),
    ("-yyyyMMdd*", "/a/20150101/ESACCI-SSMV-20160607000000-fv05.2.nc", "2016-06-07T00:00:00Z"),
    ("yyyyMMddTHHmmss", "SMAP_L2_SM_P_02801_A_20150811T013002_R18290_001.h5", "2015-08-11T01:30:02Z"),
    // Both dates of the name are the same day, but not the same second.
    (
      "yyyyMMdd", "SM_OPER_MIR_CLF31A_20150506T000000_20150506T235959_300_002_7.DBL.nc",
      "2015-05-06T00:00:00Z"
    ),
    (
      "A_yyyyMMddTHHmmss", "SM_OPER_MIR_CLF31A_20150506T000000_20150506T235959_300.nc", "2015-05-06T00:00:00Z"
    ),
    ("'SM'_yyyyDDD", "SM_2016060.h5", "2016-02-29T00:00:00Z"),
    ("yyyyDkk", "RSSSM_2011D27.nc", "2011-09-21T00:00:00Z"),
    ("yyyyDkk", "RSSSM_2011D36.nc", "2011-12-21T00:00:00Z"),
    ("yyyykk", "201101", "2011-01-01T00:00:00Z"),
    ("yyyyMM", "SM_200807.nc", "2008-07-01T00:00:00Z"),
    (
      "yyyyMMdd'-S'HHmmss", "3B-HHR.MS.MRG.3IMERG.20150811-S013000-E015959.0090.V06B.HDF5",
      "2015-08-11T01:30:00Z"
    ),
    ("ddMMyyyy", "x08042001y", "2001-04-08T00:00:00Z"),
    ("yyyy*MM*dd", "y2008x12_31", "2008-12-31T00:00:00Z"),
    ("''yyyyMMdd''", "a'20080102'b", "2008-01-02T00:00:00Z"),
    ("'d'yyyyMMddHH", "d2008010223", "2008-01-02T23:00:00Z"),
  ])
  func datesAreFoundInNames(pattern: String, name: String, instant: String) throws {
    #expect(try text(pattern, name) == instant)
  }

  @Test(arguments: [
    // Cut out of a longer run of digits.
    ("yyyyMMdd", "x_20160607000000_y"), ("yyyyMMdd", "120160607"), ("yyyyMM", "20160607"),
    // No such day.
    ("yyyyMMdd", "20170229"), ("yyyyMMdd", "20171301"), ("yyyyDDD", "2017366"), ("yyyyDDD", "2017000"),
    ("yyyykk", "201137"), ("yyyykk", "201100"), ("yyyyMMddHH", "2017010124"),
    // Outside the years, or no date at all.
    ("yyyyMMdd", "18991231"), ("yyyyMMdd", "21010101"), ("yyyyMMdd", "readme.nc"), ("yyyyMMdd", ""),
    // A folder's name is not looked at; a letter is compared as written.
    ("yyyyMMdd", "20170101/map.nc"), ("A_yyyyMMdd", "a_20170101"),
  ])
  func otherNamesAreRefused(pattern: String, name: String) throws {
    let time = try FileNameTime(pattern: pattern)
    let failure = #expect(throws: Failure.self) { _ = try time.instant(in: name) }
    #expect(failure?.exitCode == 3)
    #expect(failure?.path == name)
    #expect(failure?.reason.contains("'\(pattern)'") == true)
  }

  @Test func twoDatesAreRefusedWithBoth() throws {
    let time = try FileNameTime(pattern: "yyyyMMdd")
    let failure = #expect(throws: Failure.self) { _ = try time.instant(in: "sm_20100101_20100110.nc") }
    #expect(failure?.reason.contains("2010-01-01") == true && failure?.reason.contains("2010-01-10") == true)
    #expect(try text("'sm'_yyyyMMdd", "sm_20100101_20100110.nc") == "2010-01-01T00:00:00Z")
    #expect(try text("'sm'_*_yyyyMMdd", "sm_20100101_20100110.nc") == "2010-01-10T00:00:00Z")
    // A star may cut digits where it pleases, so it can find two dates in one number.
    #expect(throws: Failure.self) { _ = try FileNameTime(pattern: "*yyyyMMdd*").instant(in: "1920101119") }
  }

  @Test func everyDayOfLeapAndCommonYearsIsReadThreeWays() throws {
    let calendar = try FileNameTime(pattern: "yyyyMMdd")
    let ordinal = try FileNameTime(pattern: "yyyyDDD")
    let dekads = try FileNameTime(pattern: "yyyykk")
    for year in [1900, 2000, 2015, 2016, 2100] {
      let start = try #require(UTC.instant(year: year, month: 1, day: 1))
      var number = 0
      var instant = start
      var dekad = 0
      while UTC.components(instant).year == year {
        let parts = UTC.components(instant)
        number += 1
        let date = UTC.dateText(instant).replacing("-", with: "")
        #expect(try calendar.instant(in: "x\(date).nc") == instant)
        #expect(try ordinal.instant(in: "\(year * 1000 + number)") == instant)
        if [1, 11, 21].contains(parts.day) {
          dekad += 1
          #expect(try dekads.instant(in: "\(year * 100 + dekad)") == instant)
        }
        instant += UTC.day
      }
      #expect(dekad == 36)
      #expect(number == (year == 2000 || year == 2016 ? 366 : 365))
    }
  }

  @Test(arguments: [
    ("MMdd", "no year"), ("yyyy", "no month"), ("", "no year"), ("yyyyMMDDD", "two ways"),
    ("yyyykkMM", "two ways"),
    ("yyyykkdd", "without a month"), ("yyyyMMddyyyy", "twice"), ("yyyyMMHH", "without a day"),
    ("yyyyMMddmm", "without an hour"), ("yyyyMMddHHss", "without a minute"), ("yyMMdd", "'yy'"),
    ("yyyyk", "'k'"), ("yyyyMMddd", "'ddd'"), ("SM_yyyyMMdd", "'M'"), ("sm_yyyyMMdd", "'s'"),
    ("'sm_yyyyMMdd", "quote"), ("yyyy/MM/dd", "slash"), ("yyyyDD", "'DD'"), ("yyyyMMddmmHH*mm", "twice"),
  ])
  func patternsThatMeanNothingAreRefused(pattern: String, reason: String) {
    let failure = #expect(throws: Failure.self) { _ = try FileNameTime(pattern: pattern) }
    #expect(failure?.exitCode == 2)
    #expect(failure?.reason.contains(reason) == true, "\(failure?.description ?? "")")
  }

  @Test func theStepIsTheShortestSpan() throws {
    #expect(try FileNameTime(pattern: "yyyyMM").step == .month)
    #expect(try FileNameTime(pattern: "yyyyDkk").step == .dekad)
    #expect(try FileNameTime(pattern: "yyyyDDD").step == .day)
    #expect(try FileNameTime(pattern: "yyyyMMddTHH").step == .clock)
  }

  @Test("A hostile name of digits and a pattern of stars end at once")
  func hostileNames() throws {
    let time = try FileNameTime(pattern: "*yyyy*MM*dd*HH*mm*ss*")
    let name = String(repeating: "2010", count: 60)
    let failure = #expect(throws: Failure.self) { _ = try time.instant(in: name) }
    #expect(failure != nil)
  }
}
