/// The script that `lab export-pairs` puts beside the pairs.
enum RecomputeScript {
  static let text = #"""
    """Recomputes the scores of a run from its exported pairs with pytesmo.

    python recompute.py [FOLDER]      # needs pytesmo and pandas

    For each metric it prints how many rows of scores.csv were recomputed and the largest difference, and ends with
    1 where one is larger than 1e-9. Rows of rescaled products, and of groups that the pairs do not tell, are passed
    over and counted.
    """
    import os
    import sys
    from glob import glob

    import numpy as np
    import pandas as pd
    from pytesmo import metrics

    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    names = {"product": str, "network": str, "station": str, "sensor": str, "group": str}
    place = ["product", "network", "station", "sensor", "depth_from", "depth_to"]
    read = dict(dtype=names, keep_default_na=False, na_values={})


    def numbers(table, columns):
        for column in columns:
            table[column] = pd.to_numeric(table[column], errors="coerce")
        return table


    pairs = {}
    ambiguous = set()
    for file in sorted(glob(os.path.join(folder, "pairs-*.csv"))):
        table = numbers(pd.read_csv(file, **read), ["depth_from", "depth_to", "product_value", "station_value",
                                                    "product_anomaly", "station_anomaly"])
        table["time"] = pd.to_datetime(table["time"], utc=True, format="ISO8601")
        for key, part in table.groupby(place + ["series"], sort=False, dropna=False):
            key = key[:-1]  # sensors may share their names; scores.csv cannot tell those apart
            if key in pairs:
                ambiguous.add(key)
            pairs[key] = part

    season = {12: "DJF", 1: "DJF", 2: "DJF", 3: "MAM", 4: "MAM", 5: "MAM", 6: "JJA", 7: "JJA", 8: "JJA",
              9: "SON", 10: "SON", 11: "SON"}


    def label(part, stratum):
        if stratum == "season":
            return part["time"].dt.month.map(season)
        if stratum == "month":
            return part["time"].dt.strftime("%m")
        if stratum == "year":
            return part["time"].dt.year.astype(str)
        return part[stratum] if stratum in part else None


    def select(part, stratum, group):
        if stratum == "all":
            return part
        kinds = stratum.split("*")
        groups = group.split("*") if len(kinds) > 1 else [group]
        for kind, wanted in zip(kinds, groups):
            labels = label(part, kind)
            if labels is None or len(kinds) != len(groups):
                return None
            part = part[labels == wanted]
        return part


    def score(metric, e, o):
        if metric == "R":
            return metrics.pearson_r(e, o)
        if metric == "rho":
            return metrics.spearman_r(e, o)
        if metric == "bias":
            return metrics.bias(e, o)
        if metric == "RMSE":
            return metrics.rmsd(e, o)
        if metric == "ubRMSE":
            return metrics.ubrmsd(e, o)


    scores = numbers(pd.read_csv(os.path.join(folder, "scores.csv"), **read),
                     ["depth_from", "depth_to", "value", "n"])
    largest, rows, passed, wrong = {}, {}, 0, 0
    for row in scores[scores["value"].notna()].itertuples(index=False):
        metric = row.metric
        if metric not in ("R", "rho", "bias", "RMSE", "ubRMSE", "A.R"):
            continue
        key = tuple(getattr(row, name) for name in place)
        part = None if row.scaling != "none" or key in ambiguous or key not in pairs \
            else select(pairs[key], row.stratum, row.group)
        if part is None:
            passed += 1
            continue
        e, o = part["product_value"].to_numpy(), part["station_value"].to_numpy()
        if metric == "A.R":
            e, o = part["product_anomaly"].to_numpy(), part["station_anomaly"].to_numpy()
            e, o = e[~np.isnan(e) & ~np.isnan(o)], o[~np.isnan(e) & ~np.isnan(o)]
        wrong += len(e) != row.n
        value = score("R" if metric == "A.R" else metric, e, o)
        difference = abs(float(value) - row.value)
        rows[metric] = rows.get(metric, 0) + 1
        largest[metric] = max(largest.get(metric, 0.0), difference if difference == difference else np.inf)

    for metric in largest:
        print(f"{metric:8} {rows[metric]:6} rows, largest difference {largest[metric]:.3g}")
    if passed:
        print(f"{passed} rows passed over (rescaled products, groups or sensors the pairs do not tell)")
    if wrong:
        print(f"{wrong} rows with another number of pairs")
    sys.exit(1 if wrong or not rows or max(largest.values()) > 1e-9 else 0)

    """#
}
