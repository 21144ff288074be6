// Heads are split off and joined by transposes around the attention.
// RUN: tenon-check %s --sizes batch=1,sequence=1 --sizes batch=2,sequence=19 --sizes batch=1,sequence=128

func.func @main(%q: tensor<?x?x24xf32, #graph.sizes<s0, s1, 24>> {graph.name = "q"}, %k: tensor<?x?x24xf32, #graph.sizes<s0, s1, 24>> {graph.name = "k"}, %v: tensor<?x?x24xf32, #graph.sizes<s0, s1, 24>> {graph.name = "v"})
    -> tensor<?x?x24xf32, #graph.sizes<s0, s1, 24>> attributes {graph.symbols = ["batch", "sequence"]} {
  %q4 = graph.reshape %q : tensor<?x?x24xf32, #graph.sizes<s0, s1, 24>> -> tensor<?x?x3x8xf32, #graph.sizes<s0, s1, 3, 8>>
  %qt = graph.transpose %q4 permutation = [0, 2, 1, 3] : tensor<?x?x3x8xf32, #graph.sizes<s0, s1, 3, 8>> -> tensor<?x3x?x8xf32, #graph.sizes<s0, 3, s1, 8>>
  %k4 = graph.reshape %k : tensor<?x?x24xf32, #graph.sizes<s0, s1, 24>> -> tensor<?x?x3x8xf32, #graph.sizes<s0, s1, 3, 8>>
  %kt = graph.transpose %k4 permutation = [0, 2, 1, 3] : tensor<?x?x3x8xf32, #graph.sizes<s0, s1, 3, 8>> -> tensor<?x3x?x8xf32, #graph.sizes<s0, 3, s1, 8>>
  %v4 = graph.reshape %v : tensor<?x?x24xf32, #graph.sizes<s0, s1, 24>> -> tensor<?x?x3x8xf32, #graph.sizes<s0, s1, 3, 8>>
  %vt = graph.transpose %v4 permutation = [0, 2, 1, 3] : tensor<?x?x3x8xf32, #graph.sizes<s0, s1, 3, 8>> -> tensor<?x3x?x8xf32, #graph.sizes<s0, 3, s1, 8>>
  %a = graph.attention %qt, %kt, %vt scale = 0.35355339 : tensor<?x3x?x8xf32, #graph.sizes<s0, 3, s1, 8>>, tensor<?x3x?x8xf32, #graph.sizes<s0, 3, s1, 8>>, tensor<?x3x?x8xf32, #graph.sizes<s0, 3, s1, 8>> -> tensor<?x3x?x8xf32, #graph.sizes<s0, 3, s1, 8>>
  %at = graph.transpose %a permutation = [0, 2, 1, 3] : tensor<?x3x?x8xf32, #graph.sizes<s0, 3, s1, 8>> -> tensor<?x?x3x8xf32, #graph.sizes<s0, s1, 3, 8>>
  %y = graph.reshape %at : tensor<?x?x3x8xf32, #graph.sizes<s0, s1, 3, 8>> -> tensor<?x?x24xf32, #graph.sizes<s0, s1, 24>>
  return %y : tensor<?x?x24xf32, #graph.sizes<s0, s1, 24>>
}
