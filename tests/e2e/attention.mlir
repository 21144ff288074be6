// Attention over odd lengths and widths, with masks of every form.
// RUN: tenon-check %s --sizes batch=1,length=1,positions=1 --sizes batch=2,length=5,positions=9 --sizes batch=1,length=33,positions=17 --sizes batch=2,length=67,positions=131 --sizes batch=1,length=2,positions=1100 --sizes batch=1,length=40,positions=40

// Plain.
func.func @main(%q: tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>> {graph.name = "q"}, %k: tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s2, 32>> {graph.name = "k"}, %v: tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s2, 32>> {graph.name = "v"})
    -> tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>> attributes {graph.symbols = ["batch", "length", "positions"]} {
  %y = graph.attention %q, %k, %v scale = 0.25 : tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>, tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s2, 32>>, tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s2, 32>> -> tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>
  return %y : tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>
}

// -----

// Widths that are no multiple of a vector.
func.func @main(%q: tensor<?x3x?x5xf32, #graph.sizes<s0, 3, s1, 5>> {graph.name = "q"}, %k: tensor<?x3x?x5xf32, #graph.sizes<s0, 3, s2, 5>> {graph.name = "k"}, %v: tensor<?x3x?x7xf32, #graph.sizes<s0, 3, s2, 7>> {graph.name = "v"})
    -> tensor<?x3x?x7xf32, #graph.sizes<s0, 3, s1, 7>> attributes {graph.symbols = ["batch", "length", "positions"]} {
  %y = graph.attention %q, %k, %v scale = 0.25 : tensor<?x3x?x5xf32, #graph.sizes<s0, 3, s1, 5>>, tensor<?x3x?x5xf32, #graph.sizes<s0, 3, s2, 5>>, tensor<?x3x?x7xf32, #graph.sizes<s0, 3, s2, 7>> -> tensor<?x3x?x7xf32, #graph.sizes<s0, 3, s1, 7>>
  return %y : tensor<?x3x?x7xf32, #graph.sizes<s0, 3, s1, 7>>
}

// -----

// Width 1.
func.func @main(%q: tensor<?x3x?x1xf32, #graph.sizes<s0, 3, s1, 1>> {graph.name = "q"}, %k: tensor<?x3x?x1xf32, #graph.sizes<s0, 3, s2, 1>> {graph.name = "k"}, %v: tensor<?x3x?x1xf32, #graph.sizes<s0, 3, s2, 1>> {graph.name = "v"})
    -> tensor<?x3x?x1xf32, #graph.sizes<s0, 3, s1, 1>> attributes {graph.symbols = ["batch", "length", "positions"]} {
  %y = graph.attention %q, %k, %v scale = 0.25 : tensor<?x3x?x1xf32, #graph.sizes<s0, 3, s1, 1>>, tensor<?x3x?x1xf32, #graph.sizes<s0, 3, s2, 1>>, tensor<?x3x?x1xf32, #graph.sizes<s0, 3, s2, 1>> -> tensor<?x3x?x1xf32, #graph.sizes<s0, 3, s1, 1>>
  return %y : tensor<?x3x?x1xf32, #graph.sizes<s0, 3, s1, 1>>
}

// -----

// Causal.
func.func @main(%q: tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>> {graph.name = "q"}, %k: tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s2, 16>> {graph.name = "k"}, %v: tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s2, 16>> {graph.name = "v"})
    -> tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>> attributes {graph.symbols = ["batch", "length", "positions"]} {
  %y = graph.attention %q, %k, %v scale = 0.25 causal : tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>>, tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s2, 16>>, tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s2, 16>> -> tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>>
  return %y : tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>>
}

// -----

// A mask that is added, one for all heads.
func.func @main(%q: tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>> {graph.name = "q"}, %k: tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s2, 16>> {graph.name = "k"}, %v: tensor<?x3x?x24xf32, #graph.sizes<s0, 3, s2, 24>> {graph.name = "v"}, %bias: tensor<?x1x1x?xf32, #graph.sizes<s0, 1, 1, s2>> {graph.name = "bias"})
    -> tensor<?x3x?x24xf32, #graph.sizes<s0, 3, s1, 24>> attributes {graph.symbols = ["batch", "length", "positions"]} {
  %y = graph.attention %q, %k, %v mask = %bias : tensor<?x1x1x?xf32, #graph.sizes<s0, 1, 1, s2>> scale = 0.25 : tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>>, tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s2, 16>>, tensor<?x3x?x24xf32, #graph.sizes<s0, 3, s2, 24>> -> tensor<?x3x?x24xf32, #graph.sizes<s0, 3, s1, 24>>
  return %y : tensor<?x3x?x24xf32, #graph.sizes<s0, 3, s1, 24>>
}

// -----

// A mask of all scores.
func.func @main(%q: tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>> {graph.name = "q"}, %k: tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s2, 16>> {graph.name = "k"}, %v: tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s2, 16>> {graph.name = "v"}, %bias: tensor<?x3x?x?xf32, #graph.sizes<s0, 3, s1, s2>> {graph.name = "bias"})
    -> tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>> attributes {graph.symbols = ["batch", "length", "positions"]} {
  %y = graph.attention %q, %k, %v mask = %bias : tensor<?x3x?x?xf32, #graph.sizes<s0, 3, s1, s2>> scale = 0.25 : tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>>, tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s2, 16>>, tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s2, 16>> -> tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>>
  return %y : tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>>
}

// -----

// A mask of rows.
func.func @main(%q: tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>> {graph.name = "q"}, %k: tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s2, 16>> {graph.name = "k"}, %v: tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s2, 16>> {graph.name = "v"}, %bias: tensor<?x1xf32, #graph.sizes<s1, 1>> {graph.name = "bias"})
    -> tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>> attributes {graph.symbols = ["batch", "length", "positions"]} {
  %y = graph.attention %q, %k, %v mask = %bias : tensor<?x1xf32, #graph.sizes<s1, 1>> scale = 0.25 : tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>>, tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s2, 16>>, tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s2, 16>> -> tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>>
  return %y : tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>>
}

// -----

// A mask of truth values.
func.func @main(%q: tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>> {graph.name = "q"}, %k: tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s2, 16>> {graph.name = "k"}, %v: tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s2, 16>> {graph.name = "v"}, %allowed_mask: tensor<?x1x1x?xi1, #graph.sizes<s0, 1, 1, s2>> {graph.name = "allowed_mask"})
    -> tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>> attributes {graph.symbols = ["batch", "length", "positions"]} {
  %y = graph.attention %q, %k, %v mask = %allowed_mask : tensor<?x1x1x?xi1, #graph.sizes<s0, 1, 1, s2>> scale = 0.25 : tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>>, tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s2, 16>>, tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s2, 16>> -> tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>>
  return %y : tensor<?x3x?x16xf32, #graph.sizes<s0, 3, s1, 16>>
}

// -----

// Masked and causal.
func.func @main(%q: tensor<?x3x?x64xf32, #graph.sizes<s0, 3, s1, 64>> {graph.name = "q"}, %k: tensor<?x3x?x64xf32, #graph.sizes<s0, 3, s2, 64>> {graph.name = "k"}, %v: tensor<?x3x?x64xf32, #graph.sizes<s0, 3, s2, 64>> {graph.name = "v"}, %bias: tensor<?x1x1x?xf32, #graph.sizes<s0, 1, 1, s2>> {graph.name = "bias"})
    -> tensor<?x3x?x64xf32, #graph.sizes<s0, 3, s1, 64>> attributes {graph.symbols = ["batch", "length", "positions"]} {
  %y = graph.attention %q, %k, %v mask = %bias : tensor<?x1x1x?xf32, #graph.sizes<s0, 1, 1, s2>> scale = 0.25 causal : tensor<?x3x?x64xf32, #graph.sizes<s0, 3, s1, 64>>, tensor<?x3x?x64xf32, #graph.sizes<s0, 3, s2, 64>>, tensor<?x3x?x64xf32, #graph.sizes<s0, 3, s2, 64>> -> tensor<?x3x?x64xf32, #graph.sizes<s0, 3, s1, 64>>
  return %y : tensor<?x3x?x64xf32, #graph.sizes<s0, 3, s1, 64>>
}

// -----

// A large scale.
func.func @main(%q: tensor<?x3x?x8xf32, #graph.sizes<s0, 3, s1, 8>> {graph.name = "q"}, %k: tensor<?x3x?x8xf32, #graph.sizes<s0, 3, s2, 8>> {graph.name = "k"}, %v: tensor<?x3x?x8xf32, #graph.sizes<s0, 3, s2, 8>> {graph.name = "v"})
    -> tensor<?x3x?x8xf32, #graph.sizes<s0, 3, s1, 8>> attributes {graph.symbols = ["batch", "length", "positions"]} {
  %y = graph.attention %q, %k, %v scale = 30.0 : tensor<?x3x?x8xf32, #graph.sizes<s0, 3, s1, 8>>, tensor<?x3x?x8xf32, #graph.sizes<s0, 3, s2, 8>>, tensor<?x3x?x8xf32, #graph.sizes<s0, 3, s2, 8>> -> tensor<?x3x?x8xf32, #graph.sizes<s0, 3, s1, 8>>
  return %y : tensor<?x3x?x8xf32, #graph.sizes<s0, 3, s1, 8>>
}

// -----

// f64.
func.func @main(%q: tensor<?x3x?x8xf64, #graph.sizes<s0, 3, s1, 8>> {graph.name = "q"}, %k: tensor<?x3x?x8xf64, #graph.sizes<s0, 3, s2, 8>> {graph.name = "k"}, %v: tensor<?x3x?x8xf64, #graph.sizes<s0, 3, s2, 8>> {graph.name = "v"})
    -> tensor<?x3x?x8xf64, #graph.sizes<s0, 3, s1, 8>> attributes {graph.symbols = ["batch", "length", "positions"]} {
  %y = graph.attention %q, %k, %v scale = 0.25 : tensor<?x3x?x8xf64, #graph.sizes<s0, 3, s1, 8>>, tensor<?x3x?x8xf64, #graph.sizes<s0, 3, s2, 8>>, tensor<?x3x?x8xf64, #graph.sizes<s0, 3, s2, 8>> -> tensor<?x3x?x8xf64, #graph.sizes<s0, 3, s1, 8>>
  return %y : tensor<?x3x?x8xf64, #graph.sizes<s0, 3, s1, 8>>
}

// -----

// bf16.
func.func @main(%q: tensor<?x3x?x8xbf16, #graph.sizes<s0, 3, s1, 8>> {graph.name = "q"}, %k: tensor<?x3x?x8xbf16, #graph.sizes<s0, 3, s2, 8>> {graph.name = "k"}, %v: tensor<?x3x?x8xbf16, #graph.sizes<s0, 3, s2, 8>> {graph.name = "v"})
    -> tensor<?x3x?x8xbf16, #graph.sizes<s0, 3, s1, 8>> attributes {graph.symbols = ["batch", "length", "positions"]} {
  %y = graph.attention %q, %k, %v scale = 0.25 : tensor<?x3x?x8xbf16, #graph.sizes<s0, 3, s1, 8>>, tensor<?x3x?x8xbf16, #graph.sizes<s0, 3, s2, 8>>, tensor<?x3x?x8xbf16, #graph.sizes<s0, 3, s2, 8>> -> tensor<?x3x?x8xbf16, #graph.sizes<s0, 3, s1, 8>>
  return %y : tensor<?x3x?x8xbf16, #graph.sizes<s0, 3, s1, 8>>
}

// -----

// A mask with an element for each score, which lies along the keys; f64.
func.func @main(%q: tensor<?x3x?x32xf64, #graph.sizes<s0, 3, s1, 32>> {graph.name = "q"}, %k: tensor<?x3x?x32xf64, #graph.sizes<s0, 3, s2, 32>> {graph.name = "k"}, %v: tensor<?x3x?x16xf64, #graph.sizes<s0, 3, s2, 16>> {graph.name = "v"}, %bias: tensor<?x?xf64, #graph.sizes<s1, s2>> {graph.name = "bias"})
    -> tensor<?x3x?x16xf64, #graph.sizes<s0, 3, s1, 16>> attributes {graph.symbols = ["batch", "length", "positions"]} {
  %y = graph.attention %q, %k, %v mask = %bias : tensor<?x?xf64, #graph.sizes<s1, s2>> scale = 0.25 : tensor<?x3x?x32xf64, #graph.sizes<s0, 3, s1, 32>>, tensor<?x3x?x32xf64, #graph.sizes<s0, 3, s2, 32>>, tensor<?x3x?x16xf64, #graph.sizes<s0, 3, s2, 16>> -> tensor<?x3x?x16xf64, #graph.sizes<s0, 3, s1, 16>>
  return %y : tensor<?x3x?x16xf64, #graph.sizes<s0, 3, s1, 16>>
}
