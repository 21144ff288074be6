// A cache that grows by what comes: the values so far, and what one query finds in them.
func.func @main(%past_k: tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1, 4>> {graph.name = "past.k"}, %past_v: tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1, 4>> {graph.name = "past.v"},
                %x: tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s2, 4>> {graph.name = "x"}, %mask: tensor<?xf32, #graph.sizes<s1 + s2>> {graph.name = "mask"})
    -> (tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1 + s2, 4>> {graph.name = "present.k"}, tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1 + s2, 4>> {graph.name = "present.v"},
        tensor<?x2x4xf32, #graph.sizes<s0, 2, 4>> {graph.name = "sum"})
    attributes {graph.symbols = ["batch", "past_length", "length"]} {
  %k = graph.concat %past_k, %x axis = 2 : tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1, 4>>, tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s2, 4>> -> tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1 + s2, 4>>
  %negative = graph.neg %x : tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s2, 4>> -> tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s2, 4>>
  %both = graph.concat %past_v, %negative axis = 2 : tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1, 4>>, tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s2, 4>> -> tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1 + s2, 4>>
  // All of it changes: nothing is appended.
  %v = graph.tanh %both : tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1 + s2, 4>> -> tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1 + s2, 4>>
  %masks = graph.broadcast %mask axes = [2] : tensor<?xf32, #graph.sizes<s1 + s2>> -> tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1 + s2, 4>>
  %kept = graph.mul %k, %masks : tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1 + s2, 4>>, tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1 + s2, 4>> -> tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1 + s2, 4>>
  %product = graph.sub %kept, %v : tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1 + s2, 4>>, tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1 + s2, 4>> -> tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1 + s2, 4>>
  %sum = graph.reduce sum %product axes = [2] : tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1 + s2, 4>> -> tensor<?x2x4xf32, #graph.sizes<s0, 2, 4>>
  return %k, %v, %sum : tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1 + s2, 4>>, tensor<?x2x?x4xf32, #graph.sizes<s0, 2, s1 + s2, 4>>, tensor<?x2x4xf32, #graph.sizes<s0, 2, 4>>
}
