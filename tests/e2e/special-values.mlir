// NaN, infinities, signed zeros and numbers at the ends of the range.
// RUN: tenon-check %s

// Elementwise.
func.func @main(%x: tensor<10xf32> {graph.name = "x"})
    -> (tensor<10xi1>, tensor<10xi1>, tensor<10xi1>, tensor<10xi1>, tensor<10xi1>, tensor<10xi1>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xi1>, tensor<10xi1>, tensor<10xf32>) {
  %a = graph.constant dense<[0x7FC00000, 0x7F800000, 0xFF800000, 0.0, -0.0, 1.0, -1.0, 0x7FC00000, 1.0e-40, 3.0e38]> : tensor<10xf32> : tensor<10xf32>
  %b = graph.constant dense<[1.0, 0x7F800000, 1.0, -0.0, 0.0, 0x7FC00000, 0xFF800000, 0x7FC00000, 0.0, 3.0e38]> : tensor<10xf32> : tensor<10xf32>
  %z = graph.fill 0.0 : f32 -> tensor<10xf32>
  %xz = graph.mul %x, %z : tensor<10xf32>, tensor<10xf32> -> tensor<10xf32>
  %u = graph.add %a, %xz : tensor<10xf32>, tensor<10xf32> -> tensor<10xf32>
  %v = graph.add %b, %xz : tensor<10xf32>, tensor<10xf32> -> tensor<10xf32>
  %r_eq = graph.compare eq %u, %v : tensor<10xf32>, tensor<10xf32> -> tensor<10xi1>
  %r_ne = graph.compare ne %u, %v : tensor<10xf32>, tensor<10xf32> -> tensor<10xi1>
  %r_lt = graph.compare lt %u, %v : tensor<10xf32>, tensor<10xf32> -> tensor<10xi1>
  %r_le = graph.compare le %u, %v : tensor<10xf32>, tensor<10xf32> -> tensor<10xi1>
  %r_gt = graph.compare gt %u, %v : tensor<10xf32>, tensor<10xf32> -> tensor<10xi1>
  %r_ge = graph.compare ge %u, %v : tensor<10xf32>, tensor<10xf32> -> tensor<10xi1>
  %r_max = graph.max %u, %v : tensor<10xf32>, tensor<10xf32> -> tensor<10xf32>
  %r_min = graph.min %u, %v : tensor<10xf32>, tensor<10xf32> -> tensor<10xf32>
  %r_add = graph.add %u, %v : tensor<10xf32>, tensor<10xf32> -> tensor<10xf32>
  %r_mul = graph.mul %u, %v : tensor<10xf32>, tensor<10xf32> -> tensor<10xf32>
  %r_div = graph.div %u, %v : tensor<10xf32>, tensor<10xf32> -> tensor<10xf32>
  %r_relu = graph.relu %u : tensor<10xf32> -> tensor<10xf32>
  %r_abs = graph.abs %u : tensor<10xf32> -> tensor<10xf32>
  %r_neg = graph.neg %u : tensor<10xf32> -> tensor<10xf32>
  %r_sign = graph.sign %u : tensor<10xf32> -> tensor<10xf32>
  %r_exp = graph.exp %u : tensor<10xf32> -> tensor<10xf32>
  %r_tanh = graph.tanh %u : tensor<10xf32> -> tensor<10xf32>
  %r_sigmoid = graph.sigmoid %u : tensor<10xf32> -> tensor<10xf32>
  %r_erf = graph.erf %u : tensor<10xf32> -> tensor<10xf32>
  %r_floor = graph.floor %u : tensor<10xf32> -> tensor<10xf32>
  %r_round = graph.round %u : tensor<10xf32> -> tensor<10xf32>
  %r_sqrt = graph.sqrt %u : tensor<10xf32> -> tensor<10xf32>
  %r_gelu = graph.gelu %u : tensor<10xf32> -> tensor<10xf32>
  %r_log = graph.log %u : tensor<10xf32> -> tensor<10xf32>
  %r_is_nan = graph.is_nan %u : tensor<10xf32> -> tensor<10xi1>
  %r_is_inf = graph.is_inf %u : tensor<10xf32> -> tensor<10xi1>
  %r_sel = graph.select %r_lt, %u, %v : tensor<10xi1>, tensor<10xf32>, tensor<10xf32> -> tensor<10xf32>
  return %r_eq, %r_ne, %r_lt, %r_le, %r_gt, %r_ge, %r_max, %r_min, %r_add, %r_mul, %r_div, %r_relu, %r_abs, %r_neg, %r_sign, %r_exp, %r_tanh, %r_sigmoid, %r_erf, %r_floor, %r_round, %r_sqrt, %r_gelu, %r_log, %r_is_nan, %r_is_inf, %r_sel : tensor<10xi1>, tensor<10xi1>, tensor<10xi1>, tensor<10xi1>, tensor<10xi1>, tensor<10xi1>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xf32>, tensor<10xi1>, tensor<10xi1>, tensor<10xf32>
}

// -----

// Reductions.
func.func @main(%x: tensor<10xf32> {graph.name = "x"})
    -> (tensor<f32>, tensor<f32>, tensor<i64>, tensor<i64>, tensor<10xf32>) {
  %a = graph.constant dense<[0x7FC00000, 0x7F800000, 0xFF800000, 0.0, -0.0, 1.0, -1.0, 0x7FC00000, 1.0e-40, 3.0e38]> : tensor<10xf32> : tensor<10xf32>
  %b = graph.constant dense<[1.0, 0x7F800000, 1.0, -0.0, 0.0, 0x7FC00000, 0xFF800000, 0x7FC00000, 0.0, 3.0e38]> : tensor<10xf32> : tensor<10xf32>
  %z = graph.fill 0.0 : f32 -> tensor<10xf32>
  %xz = graph.mul %x, %z : tensor<10xf32>, tensor<10xf32> -> tensor<10xf32>
  %u = graph.add %a, %xz : tensor<10xf32>, tensor<10xf32> -> tensor<10xf32>
  %v = graph.add %b, %xz : tensor<10xf32>, tensor<10xf32> -> tensor<10xf32>
  %rmax = graph.reduce max %u axes = [0] : tensor<10xf32> -> tensor<f32>
  %rsum = graph.reduce sum %u axes = [0] : tensor<10xf32> -> tensor<f32>
  %amax = graph.arg_reduce max %v axis = 0 : tensor<10xf32> -> tensor<i64>
  %amin = graph.arg_reduce min %v axis = 0 : tensor<10xf32> -> tensor<i64>
  %any = graph.softmax %u axis = 0 : tensor<10xf32> -> tensor<10xf32>
  return %rmax, %rsum, %amax, %amin, %any : tensor<f32>, tensor<f32>, tensor<i64>, tensor<i64>, tensor<10xf32>
}
