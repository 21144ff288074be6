// Arithmetic of two numbers, roundings and remainders in every float type.
// RUN: tenon-check %s --sizes count=1 --sizes count=17 --sizes count=1021

// f32
func.func @main(%x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xf32, #graph.sizes<s0>> {graph.name = "y"})
    -> (tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %x2 = graph.add %x, %x : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %half = graph.fill 0.5 : f32 -> tensor<?xf32, #graph.sizes<s0>>
  %ay = graph.abs %y : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %d = graph.add %ay, %half : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %ax = graph.abs %x : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %p = graph.add %ax, %half : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %add = graph.add %x, %y : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %sub = graph.sub %x, %y : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %mul = graph.mul %x, %y : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %max = graph.max %x, %y : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %min = graph.min %x, %y : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %atan2 = graph.atan2 %x, %y : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %div = graph.div %x, %d : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %pow = graph.pow %p, %y : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %four = graph.fill 4.0 : f32 -> tensor<?xf32, #graph.sizes<s0>>
  %xs = graph.mul %x, %four : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %ys = graph.mul %y, %four : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %xr = graph.round %xs : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %yr = graph.round %ys : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %ya = graph.abs %yr : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %one = graph.fill 1.0 : f32 -> tensor<?xf32, #graph.sizes<s0>>
  %yd = graph.add %ya, %one : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %yn = graph.neg %yd : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %remainderyd = graph.remainder %xr, %yd : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %remainderyn = graph.remainder %xr, %yn : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %truncated_remainderyd = graph.truncated_remainder %xr, %yd : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %truncated_remainderyn = graph.truncated_remainder %xr, %yn : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %floor = graph.floor %x2 : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %ceil = graph.ceil %x2 : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %round = graph.round %x2 : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %trunc = graph.trunc %x2 : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  return %add, %sub, %mul, %max, %min, %atan2, %div, %pow, %remainderyd, %remainderyn, %truncated_remainderyd, %truncated_remainderyn, %floor, %ceil, %round, %trunc : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>
}

// -----

// f64
func.func @main(%x: tensor<?xf64, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xf64, #graph.sizes<s0>> {graph.name = "y"})
    -> (tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %x2 = graph.add %x, %x : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %half = graph.fill 0.5 : f64 -> tensor<?xf64, #graph.sizes<s0>>
  %ay = graph.abs %y : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %d = graph.add %ay, %half : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %ax = graph.abs %x : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %p = graph.add %ax, %half : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %add = graph.add %x, %y : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %sub = graph.sub %x, %y : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %mul = graph.mul %x, %y : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %max = graph.max %x, %y : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %min = graph.min %x, %y : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %atan2 = graph.atan2 %x, %y : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %div = graph.div %x, %d : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %pow = graph.pow %p, %y : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %four = graph.fill 4.0 : f64 -> tensor<?xf64, #graph.sizes<s0>>
  %xs = graph.mul %x, %four : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %ys = graph.mul %y, %four : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %xr = graph.round %xs : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %yr = graph.round %ys : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %ya = graph.abs %yr : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %one = graph.fill 1.0 : f64 -> tensor<?xf64, #graph.sizes<s0>>
  %yd = graph.add %ya, %one : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %yn = graph.neg %yd : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %remainderyd = graph.remainder %xr, %yd : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %remainderyn = graph.remainder %xr, %yn : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %truncated_remainderyd = graph.truncated_remainder %xr, %yd : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %truncated_remainderyn = graph.truncated_remainder %xr, %yn : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %floor = graph.floor %x2 : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %ceil = graph.ceil %x2 : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %round = graph.round %x2 : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %trunc = graph.trunc %x2 : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  return %add, %sub, %mul, %max, %min, %atan2, %div, %pow, %remainderyd, %remainderyn, %truncated_remainderyd, %truncated_remainderyn, %floor, %ceil, %round, %trunc : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>
}

// -----

// f16
func.func @main(%x: tensor<?xf16, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xf16, #graph.sizes<s0>> {graph.name = "y"})
    -> (tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %x2 = graph.add %x, %x : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %half = graph.fill 0.5 : f16 -> tensor<?xf16, #graph.sizes<s0>>
  %ay = graph.abs %y : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %d = graph.add %ay, %half : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %ax = graph.abs %x : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %p = graph.add %ax, %half : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %add = graph.add %x, %y : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %sub = graph.sub %x, %y : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %mul = graph.mul %x, %y : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %max = graph.max %x, %y : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %min = graph.min %x, %y : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %atan2 = graph.atan2 %x, %y : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %div = graph.div %x, %d : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %pow = graph.pow %p, %y : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %four = graph.fill 4.0 : f16 -> tensor<?xf16, #graph.sizes<s0>>
  %xs = graph.mul %x, %four : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %ys = graph.mul %y, %four : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %xr = graph.round %xs : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %yr = graph.round %ys : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %ya = graph.abs %yr : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %one = graph.fill 1.0 : f16 -> tensor<?xf16, #graph.sizes<s0>>
  %yd = graph.add %ya, %one : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %yn = graph.neg %yd : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %remainderyd = graph.remainder %xr, %yd : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %remainderyn = graph.remainder %xr, %yn : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %truncated_remainderyd = graph.truncated_remainder %xr, %yd : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %truncated_remainderyn = graph.truncated_remainder %xr, %yn : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %floor = graph.floor %x2 : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %ceil = graph.ceil %x2 : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %round = graph.round %x2 : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %trunc = graph.trunc %x2 : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  return %add, %sub, %mul, %max, %min, %atan2, %div, %pow, %remainderyd, %remainderyn, %truncated_remainderyd, %truncated_remainderyn, %floor, %ceil, %round, %trunc : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>
}

// -----

// bf16
func.func @main(%x: tensor<?xbf16, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xbf16, #graph.sizes<s0>> {graph.name = "y"})
    -> (tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %x2 = graph.add %x, %x : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %half = graph.fill 0.5 : bf16 -> tensor<?xbf16, #graph.sizes<s0>>
  %ay = graph.abs %y : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %d = graph.add %ay, %half : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %ax = graph.abs %x : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %p = graph.add %ax, %half : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %add = graph.add %x, %y : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %sub = graph.sub %x, %y : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %mul = graph.mul %x, %y : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %max = graph.max %x, %y : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %min = graph.min %x, %y : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %atan2 = graph.atan2 %x, %y : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %div = graph.div %x, %d : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %pow = graph.pow %p, %y : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %four = graph.fill 4.0 : bf16 -> tensor<?xbf16, #graph.sizes<s0>>
  %xs = graph.mul %x, %four : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %ys = graph.mul %y, %four : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %xr = graph.round %xs : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %yr = graph.round %ys : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %ya = graph.abs %yr : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %one = graph.fill 1.0 : bf16 -> tensor<?xbf16, #graph.sizes<s0>>
  %yd = graph.add %ya, %one : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %yn = graph.neg %yd : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %remainderyd = graph.remainder %xr, %yd : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %remainderyn = graph.remainder %xr, %yn : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %truncated_remainderyd = graph.truncated_remainder %xr, %yd : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %truncated_remainderyn = graph.truncated_remainder %xr, %yn : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %floor = graph.floor %x2 : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %ceil = graph.ceil %x2 : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %round = graph.round %x2 : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %trunc = graph.trunc %x2 : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  return %add, %sub, %mul, %max, %min, %atan2, %div, %pow, %remainderyd, %remainderyn, %truncated_remainderyd, %truncated_remainderyn, %floor, %ceil, %round, %trunc : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>
}
