"""learning.py TENONC FOLDER: models of ai.onnx.ml as scikit-learn's converter writes them, with random parameters."""
import numpy as np
from compare import check, finish, make
from onnx import TensorProto, helper

FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64
random = np.random.default_rng(1)
rows, features = 17, 5
x = random.normal(size=(rows, features)).astype(np.float32)


def tensor(name, shape, element=FLOAT):
    return helper.make_tensor_value_info(name, element, shape)


def model(kind, inputs, outputs, **attributes):
    node = helper.make_node(kind, [i.name for i in inputs], [o.name for o in outputs], domain="ai.onnx.ml", **attributes)
    return make([node], inputs, outputs, sets=[helper.make_opsetid("ai.onnx.ml", 3)])


data, scores, labels = tensor("x", ["n", features]), tensor("scores", None), tensor("labels", None, INT64)


def forest(trees, depth, targets, modes):
    """Complete trees; each leaf has a weight for every target."""
    nodes = {key: [] for key in ("treeids", "nodeids", "featureids", "values", "modes", "truenodeids", "falsenodeids")}
    leaves = {key: [] for key in ("treeids", "nodeids", "ids", "weights")}
    inner = 2 ** depth - 1
    for tree in range(trees):
        for number in range(2 * inner + 1):
            is_leaf = number >= inner
            for key, value in (("treeids", tree), ("nodeids", number), ("featureids", int(random.integers(features))),
                               ("values", float(random.normal())), ("modes", "LEAF" if is_leaf else str(random.choice(modes))),
                               ("truenodeids", 0 if is_leaf else 2 * number + 1),
                               ("falsenodeids", 0 if is_leaf else 2 * number + 2)):
                nodes[key].append(value)
            for target in range(targets) if is_leaf else ():
                for key, value in (("treeids", tree), ("nodeids", number), ("ids", target), ("weights", float(random.random()))):
                    leaves[key].append(value)
    return {"nodes_" + key: value for key, value in nodes.items()}, leaves


def plain(nodes, leaves, targets):
    """The sums by walking each tree for each row."""
    place = {(t, n): i for i, (t, n) in enumerate(zip(nodes["nodes_treeids"], nodes["nodes_nodeids"]))}
    test = {"BRANCH_LEQ": np.less_equal, "BRANCH_LT": np.less, "BRANCH_GTE": np.greater_equal, "BRANCH_GT": np.greater}
    result = np.zeros((rows, targets), np.float32)
    for row in range(rows):
        for tree in sorted(set(nodes["nodes_treeids"])):
            i = place[tree, 0]
            while nodes["nodes_modes"][i] != "LEAF":
                passes = test[nodes["nodes_modes"][i]](x[row, nodes["nodes_featureids"][i]], np.float32(nodes["nodes_values"][i]))
                i = place[tree, nodes["nodes_truenodeids" if passes else "nodes_falsenodeids"][i]]
            for t, n, target, weight in zip(*(leaves[key] for key in ("treeids", "nodeids", "ids", "weights"))):
                if (t, n) == (tree, nodes["nodes_nodeids"][i]):
                    result[row, target] += weight
    return result


for depth, modes in ((1, ["BRANCH_LEQ"]), (4, ["BRANCH_LEQ"]), (3, ["BRANCH_LEQ", "BRANCH_GT", "BRANCH_LT", "BRANCH_GTE"])):
    nodes, leaves = forest(7, depth, 2, modes)
    weights = {"target_" + key: value for key, value in leaves.items()}
    expected = plain(nodes, leaves, 2)
    check(f"regressor-{depth}", model("TreeEnsembleRegressor", [data], [scores], n_targets=2, **nodes, **weights), [x], [expected])
    check(f"average-{depth}", model("TreeEnsembleRegressor", [data], [scores], n_targets=2, aggregate_function="AVERAGE",
                                    base_values=[1.0, -1.0], **nodes, **weights), [x], [expected / 7 + np.float32([1, -1])])
nodes, leaves = forest(5, 3, 3, ["BRANCH_LEQ"])
expected = plain(nodes, leaves, 3)
check("classifier", model("TreeEnsembleClassifier", [data], [labels, scores], classlabels_int64s=[4, 7, 9], **nodes,
                          **{"class_" + key: value for key, value in leaves.items()}),
      [x], [np.array([4, 7, 9])[expected.argmax(1)], expected])
nodes, leaves = forest(5, 3, 1, ["BRANCH_LEQ"])
positive = plain(nodes, leaves, 1)
binary = np.concatenate([-positive, positive], 1)
check("binary-classifier", model("TreeEnsembleClassifier", [data], [labels, scores], classlabels_int64s=[0, 1],
                                 post_transform="LOGISTIC", **nodes, **{"class_" + key: value for key, value in leaves.items()}),
      [x], [binary.argmax(1), 1 / (1 + np.exp(-binary))])

coefficients, intercepts = random.normal(size=3 * features).tolist(), random.normal(size=3).tolist()
for transform in ("NONE", "SOFTMAX", "LOGISTIC"):
    check(f"linear-{transform}", model("LinearClassifier", [data], [labels, scores], classlabels_ints=[3, 1, 2], coefficients=coefficients,
                                       intercepts=intercepts, post_transform=transform), [x])
check("linear-binary", model("LinearClassifier", [data], [labels, scores], classlabels_ints=[0, 1], coefficients=coefficients[:features],
                             intercepts=intercepts[:1], post_transform="LOGISTIC"), [x])
check("linear-regressor", model("LinearRegressor", [data], [scores], coefficients=coefficients, intercepts=intercepts, targets=3,
                                post_transform="NONE"), [x])
vectors = random.normal(size=(4, features))
weights = random.normal(size=4)
for kind, kernel in (("LINEAR", x @ vectors.T), ("RBF", np.exp(-0.3 * ((x[:, None] - vectors) ** 2).sum(-1))),
                     ("POLY", (0.3 * x @ vectors.T + 0.5) ** 2), ("SIGMOID", np.tanh(0.3 * x @ vectors.T + 0.5))):
    check(f"svm-{kind}", model("SVMRegressor", [data], [scores], kernel_type=kind, kernel_params=[0.3, 0.5, 2.0], n_supports=4,
                               support_vectors=vectors.ravel().tolist(), coefficients=weights.tolist(), rho=[0.25]),
          [x], [(kernel @ weights[:, None] + 0.25).astype(np.float32)], tolerance=1e-4)

check("scaler", model("Scaler", [data], [scores], offset=coefficients[:5], scale=coefficients[5:10]), [x])
for norm in ("MAX", "L1", "L2"):
    check(f"normalizer-{norm}", model("Normalizer", [data], [scores], norm=norm), [x])
holes = np.where(x > 1, np.float32(np.nan), x)
check("imputer", model("Imputer", [data], [scores], imputed_value_floats=coefficients[:5], replaced_value_float=float("nan")), [holes])
codes = random.integers(0, 6, size=(rows,))
check("one-hot", model("OneHotEncoder", [tensor("c", ["n"], INT64)], [scores], cats_int64s=[5, 0, 2], zeros=1), [codes])
check("labels", model("LabelEncoder", [tensor("c", ["n"], INT64)], [scores], keys_int64s=[5, 0, 2], values_floats=[0.5, 1.5, 2.5],
                      default_float=-1.0), [codes])
finish()
