"""scikit-learn's figures of the same labels and scores: read from the JSON file that is named, printed as JSON."""

import json
import sys
import warnings

import numpy as np
from sklearn import metrics

warnings.simplefilter("ignore")


def plain(value):
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    if isinstance(value, (float, np.floating)):
        value = float(value)
        if np.isnan(value):
            return "NaN"
        if np.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return value
    return int(value) if isinstance(value, np.integer) else value


def expected_calibration_error(truth, scores, weights, bins):
    confidence, right = scores.max(axis=1), scores.argmax(axis=1) == truth
    bin_of = np.searchsorted(np.linspace(0, 1, bins + 1)[1:-1], confidence)
    return sum(
        abs(np.sum(weights[b] * (right[b] * 1.0 - confidence[b])))
        for b in (bin_of == i for i in range(bins))
    ) / np.sum(weights)


def answer(case):
    y, q = np.array(case["y_true"]), np.array(case["y_pred"])
    w = None if case["weights"] is None else np.array(case["weights"])
    labels, names = case["labels"], case["names"]
    zero = {"NaN": np.nan}.get(case["zero_division"], case["zero_division"])
    result = {
        "confusion": {
            n or "none": metrics.confusion_matrix(y, q, labels=labels, sample_weight=w, normalize=n)
            for n in (None, "true", "pred", "all")
        },
        "text": metrics.classification_report(
            y, q, labels=labels, target_names=names, sample_weight=w, digits=case["digits"], zero_division=zero),
        "dict": metrics.classification_report(
            y, q, labels=labels, target_names=names, sample_weight=w, zero_division=zero, output_dict=True),
    }
    scores = np.array(case["scores"])
    t = np.array(case["score_truth"])
    classes = list(range(scores.shape[1]))
    sw = np.ones(len(t)) if w is None else w
    result["top_k"] = [
        metrics.top_k_accuracy_score(t, scores, k=k, labels=classes, sample_weight=w) for k in (1, 2, 3)
    ]
    result["roc"] = []
    for c in classes:
        f, r, h = metrics.roc_curve(t == c, scores[:, c], sample_weight=w, pos_label=True)
        result["roc"].append({"fpr": f, "tpr": r, "thresholds": h, "area": metrics.auc(f, r)})
    one_hot = np.eye(len(classes))[t]
    if all((t == c).any() for c in classes):
        result["auc"] = {
            a: metrics.roc_auc_score(
                one_hot if a == "micro" else t, scores,
                multi_class="ovr", average=a, sample_weight=w)
            for a in ("macro", "weighted", "micro")
        }
    result["ece"] = expected_calibration_error(t, scores, sw, case["bins"])
    return result


with open(sys.argv[1]) as file:
    cases = json.load(file)
print(json.dumps([plain(answer(case)) for case in cases]))
