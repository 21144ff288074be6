// Two layers of a sentence encoder with pooling, at every length.
// RUN: tenon-check %s --sizes batch=1,sequence=1 --sizes batch=1,sequence=128 --sizes batch=3,sequence=17 --sizes batch=8,sequence=33
// RUN: tenon-check %s --sizes batch=2,sequence=9 --static

func.func @main(%input_ids: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = "input_ids"}, %attention_mask: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = "attention_mask"}, %token_type_ids: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = "token_type_ids"})
    -> (tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>, tensor<?x96xf32, #graph.sizes<s0, 96>>) attributes {graph.symbols = ["batch", "sequence"]} {
  %words = graph.weight "words" : tensor<60x96xf32>
  %position = graph.weight "position" : tensor<512x96xf32>
  %token_type = graph.weight "token_type" : tensor<2x96xf32>
  %e = graph.gather %words, %input_ids axis = 0 : tensor<60x96xf32>, tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %tt = graph.gather %token_type, %token_type_ids axis = 0 : tensor<2x96xf32>, tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %ps = graph.slice %position starts = #graph.sizes<0, 0> steps = [1, 1] : tensor<512x96xf32> -> tensor<?x96xf32, #graph.sizes<s1, 96>>
  %pb = graph.broadcast %ps axes = [1, 2] : tensor<?x96xf32, #graph.sizes<s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %e1 = graph.add %e, %tt : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>, tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %e2 = graph.add %e1, %pb : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>, tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %norm0_scale = graph.weight "norm0_scale" : tensor<96xf32>
  %norm0_bias = graph.weight "norm0_bias" : tensor<96xf32>
  %h0 = graph.layer_norm %e2 scale = %norm0_scale : tensor<96xf32> bias = %norm0_bias : tensor<96xf32> axis = 2 epsilon = 1.0e-12 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %mf = graph.cast %attention_mask : tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %one = graph.fill 1.0 : f32 -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %inv = graph.sub %one, %mf : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %big = graph.fill -3.0e38 : f32 -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %mm = graph.mul %inv, %big : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %mask = graph.reshape %mm : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x1x1x?xf32, #graph.sizes<s0, 1, 1, s1>>
  %r0 = graph.reshape %h0 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %q0_w = graph.weight "q0_w" : tensor<96x96xf32>
  %q0_w_t = graph.transpose %q0_w permutation = [1, 0] : tensor<96x96xf32> -> tensor<96x96xf32>
  %q0_p = graph.matmul %r0, %q0_w_t : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<96x96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %q0_w_bias = graph.weight "q0_w_bias" : tensor<96xf32>
  %q0_w_b = graph.broadcast %q0_w_bias axes = [1] : tensor<96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %q0 = graph.add %q0_p, %q0_w_b : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %q0_3 = graph.reshape %q0 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>>
  %q0_h = graph.transpose %q0_3 permutation = [0, 2, 1, 3] : tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>> -> tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>
  %k0_w = graph.weight "k0_w" : tensor<96x96xf32>
  %k0_w_t = graph.transpose %k0_w permutation = [1, 0] : tensor<96x96xf32> -> tensor<96x96xf32>
  %k0_p = graph.matmul %r0, %k0_w_t : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<96x96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %k0_w_bias = graph.weight "k0_w_bias" : tensor<96xf32>
  %k0_w_b = graph.broadcast %k0_w_bias axes = [1] : tensor<96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %k0 = graph.add %k0_p, %k0_w_b : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %k0_3 = graph.reshape %k0 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>>
  %k0_h = graph.transpose %k0_3 permutation = [0, 2, 1, 3] : tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>> -> tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>
  %v0_w = graph.weight "v0_w" : tensor<96x96xf32>
  %v0_w_t = graph.transpose %v0_w permutation = [1, 0] : tensor<96x96xf32> -> tensor<96x96xf32>
  %v0_p = graph.matmul %r0, %v0_w_t : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<96x96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %v0_w_bias = graph.weight "v0_w_bias" : tensor<96xf32>
  %v0_w_b = graph.broadcast %v0_w_bias axes = [1] : tensor<96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %v0 = graph.add %v0_p, %v0_w_b : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %v0_3 = graph.reshape %v0 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>>
  %v0_h = graph.transpose %v0_3 permutation = [0, 2, 1, 3] : tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>> -> tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>
  %a0 = graph.attention %q0_h, %k0_h, %v0_h mask = %mask : tensor<?x1x1x?xf32, #graph.sizes<s0, 1, 1, s1>> scale = 0.17677670 : tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>, tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>, tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>> -> tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>
  %a0_t = graph.transpose %a0 permutation = [0, 2, 1, 3] : tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>> -> tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>>
  %a0_r = graph.reshape %a0_t : tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %o0_w = graph.weight "o0_w" : tensor<96x96xf32>
  %o0_w_t = graph.transpose %o0_w permutation = [1, 0] : tensor<96x96xf32> -> tensor<96x96xf32>
  %o0_p = graph.matmul %a0_r, %o0_w_t : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<96x96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %o0_w_bias = graph.weight "o0_w_bias" : tensor<96xf32>
  %o0_w_b = graph.broadcast %o0_w_bias axes = [1] : tensor<96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %o0 = graph.add %o0_p, %o0_w_b : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %o0_3 = graph.reshape %o0 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %s0 = graph.add %o0_3, %h0 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>, tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %norm0a_scale = graph.weight "norm0a_scale" : tensor<96xf32>
  %norm0a_bias = graph.weight "norm0a_bias" : tensor<96xf32>
  %n0 = graph.layer_norm %s0 scale = %norm0a_scale : tensor<96xf32> bias = %norm0a_bias : tensor<96xf32> axis = 2 epsilon = 1.0e-12 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %nr0 = graph.reshape %n0 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %f0_w = graph.weight "f0_w" : tensor<200x96xf32>
  %f0_w_t = graph.transpose %f0_w permutation = [1, 0] : tensor<200x96xf32> -> tensor<96x200xf32>
  %f0_p = graph.matmul %nr0, %f0_w_t : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<96x200xf32> -> tensor<?x200xf32, #graph.sizes<s0 * s1, 200>>
  %f0_w_bias = graph.weight "f0_w_bias" : tensor<200xf32>
  %f0_w_b = graph.broadcast %f0_w_bias axes = [1] : tensor<200xf32> -> tensor<?x200xf32, #graph.sizes<s0 * s1, 200>>
  %f0 = graph.add %f0_p, %f0_w_b : tensor<?x200xf32, #graph.sizes<s0 * s1, 200>>, tensor<?x200xf32, #graph.sizes<s0 * s1, 200>> -> tensor<?x200xf32, #graph.sizes<s0 * s1, 200>>
  %g0 = graph.gelu %f0 : tensor<?x200xf32, #graph.sizes<s0 * s1, 200>> -> tensor<?x200xf32, #graph.sizes<s0 * s1, 200>>
  %p0_w = graph.weight "p0_w" : tensor<96x200xf32>
  %p0_w_t = graph.transpose %p0_w permutation = [1, 0] : tensor<96x200xf32> -> tensor<200x96xf32>
  %p0_p = graph.matmul %g0, %p0_w_t : tensor<?x200xf32, #graph.sizes<s0 * s1, 200>>, tensor<200x96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %p0_w_bias = graph.weight "p0_w_bias" : tensor<96xf32>
  %p0_w_b = graph.broadcast %p0_w_bias axes = [1] : tensor<96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %p0 = graph.add %p0_p, %p0_w_b : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %p0_3 = graph.reshape %p0 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %t0 = graph.add %p0_3, %n0 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>, tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %norm0b_scale = graph.weight "norm0b_scale" : tensor<96xf32>
  %norm0b_bias = graph.weight "norm0b_bias" : tensor<96xf32>
  %h1 = graph.layer_norm %t0 scale = %norm0b_scale : tensor<96xf32> bias = %norm0b_bias : tensor<96xf32> axis = 2 epsilon = 1.0e-12 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %r1 = graph.reshape %h1 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %q1_w = graph.weight "q1_w" : tensor<96x96xf32>
  %q1_w_t = graph.transpose %q1_w permutation = [1, 0] : tensor<96x96xf32> -> tensor<96x96xf32>
  %q1_p = graph.matmul %r1, %q1_w_t : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<96x96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %q1_w_bias = graph.weight "q1_w_bias" : tensor<96xf32>
  %q1_w_b = graph.broadcast %q1_w_bias axes = [1] : tensor<96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %q1 = graph.add %q1_p, %q1_w_b : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %q1_3 = graph.reshape %q1 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>>
  %q1_h = graph.transpose %q1_3 permutation = [0, 2, 1, 3] : tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>> -> tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>
  %k1_w = graph.weight "k1_w" : tensor<96x96xf32>
  %k1_w_t = graph.transpose %k1_w permutation = [1, 0] : tensor<96x96xf32> -> tensor<96x96xf32>
  %k1_p = graph.matmul %r1, %k1_w_t : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<96x96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %k1_w_bias = graph.weight "k1_w_bias" : tensor<96xf32>
  %k1_w_b = graph.broadcast %k1_w_bias axes = [1] : tensor<96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %k1 = graph.add %k1_p, %k1_w_b : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %k1_3 = graph.reshape %k1 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>>
  %k1_h = graph.transpose %k1_3 permutation = [0, 2, 1, 3] : tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>> -> tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>
  %v1_w = graph.weight "v1_w" : tensor<96x96xf32>
  %v1_w_t = graph.transpose %v1_w permutation = [1, 0] : tensor<96x96xf32> -> tensor<96x96xf32>
  %v1_p = graph.matmul %r1, %v1_w_t : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<96x96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %v1_w_bias = graph.weight "v1_w_bias" : tensor<96xf32>
  %v1_w_b = graph.broadcast %v1_w_bias axes = [1] : tensor<96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %v1 = graph.add %v1_p, %v1_w_b : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %v1_3 = graph.reshape %v1 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>>
  %v1_h = graph.transpose %v1_3 permutation = [0, 2, 1, 3] : tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>> -> tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>
  %a1 = graph.attention %q1_h, %k1_h, %v1_h mask = %mask : tensor<?x1x1x?xf32, #graph.sizes<s0, 1, 1, s1>> scale = 0.17677670 : tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>, tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>, tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>> -> tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>
  %a1_t = graph.transpose %a1 permutation = [0, 2, 1, 3] : tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>> -> tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>>
  %a1_r = graph.reshape %a1_t : tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %o1_w = graph.weight "o1_w" : tensor<96x96xf32>
  %o1_w_t = graph.transpose %o1_w permutation = [1, 0] : tensor<96x96xf32> -> tensor<96x96xf32>
  %o1_p = graph.matmul %a1_r, %o1_w_t : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<96x96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %o1_w_bias = graph.weight "o1_w_bias" : tensor<96xf32>
  %o1_w_b = graph.broadcast %o1_w_bias axes = [1] : tensor<96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %o1 = graph.add %o1_p, %o1_w_b : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %o1_3 = graph.reshape %o1 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %s1 = graph.add %o1_3, %h1 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>, tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %norm1a_scale = graph.weight "norm1a_scale" : tensor<96xf32>
  %norm1a_bias = graph.weight "norm1a_bias" : tensor<96xf32>
  %n1 = graph.layer_norm %s1 scale = %norm1a_scale : tensor<96xf32> bias = %norm1a_bias : tensor<96xf32> axis = 2 epsilon = 1.0e-12 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %nr1 = graph.reshape %n1 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %f1_w = graph.weight "f1_w" : tensor<200x96xf32>
  %f1_w_t = graph.transpose %f1_w permutation = [1, 0] : tensor<200x96xf32> -> tensor<96x200xf32>
  %f1_p = graph.matmul %nr1, %f1_w_t : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<96x200xf32> -> tensor<?x200xf32, #graph.sizes<s0 * s1, 200>>
  %f1_w_bias = graph.weight "f1_w_bias" : tensor<200xf32>
  %f1_w_b = graph.broadcast %f1_w_bias axes = [1] : tensor<200xf32> -> tensor<?x200xf32, #graph.sizes<s0 * s1, 200>>
  %f1 = graph.add %f1_p, %f1_w_b : tensor<?x200xf32, #graph.sizes<s0 * s1, 200>>, tensor<?x200xf32, #graph.sizes<s0 * s1, 200>> -> tensor<?x200xf32, #graph.sizes<s0 * s1, 200>>
  %g1 = graph.gelu %f1 : tensor<?x200xf32, #graph.sizes<s0 * s1, 200>> -> tensor<?x200xf32, #graph.sizes<s0 * s1, 200>>
  %p1_w = graph.weight "p1_w" : tensor<96x200xf32>
  %p1_w_t = graph.transpose %p1_w permutation = [1, 0] : tensor<96x200xf32> -> tensor<200x96xf32>
  %p1_p = graph.matmul %g1, %p1_w_t : tensor<?x200xf32, #graph.sizes<s0 * s1, 200>>, tensor<200x96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %p1_w_bias = graph.weight "p1_w_bias" : tensor<96xf32>
  %p1_w_b = graph.broadcast %p1_w_bias axes = [1] : tensor<96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %p1 = graph.add %p1_p, %p1_w_b : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %p1_3 = graph.reshape %p1 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %t1 = graph.add %p1_3, %n1 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>, tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %norm1b_scale = graph.weight "norm1b_scale" : tensor<96xf32>
  %norm1b_bias = graph.weight "norm1b_bias" : tensor<96xf32>
  %h2 = graph.layer_norm %t1 scale = %norm1b_scale : tensor<96xf32> bias = %norm1b_bias : tensor<96xf32> axis = 2 epsilon = 1.0e-12 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %mb = graph.broadcast %mf axes = [0, 1] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %pm = graph.mul %h2, %mb : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>, tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %sum = graph.reduce sum %pm axes = [1] : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0, 96>>
  %cnt = graph.reduce sum %mf axes = [1] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?xf32, #graph.sizes<s0>>
  %cb = graph.broadcast %cnt axes = [0] : tensor<?xf32, #graph.sizes<s0>> -> tensor<?x96xf32, #graph.sizes<s0, 96>>
  %mean = graph.div %sum, %cb : tensor<?x96xf32, #graph.sizes<s0, 96>>, tensor<?x96xf32, #graph.sizes<s0, 96>> -> tensor<?x96xf32, #graph.sizes<s0, 96>>
  %sq = graph.mul %mean, %mean : tensor<?x96xf32, #graph.sizes<s0, 96>>, tensor<?x96xf32, #graph.sizes<s0, 96>> -> tensor<?x96xf32, #graph.sizes<s0, 96>>
  %ss = graph.reduce sum %sq axes = [1] : tensor<?x96xf32, #graph.sizes<s0, 96>> -> tensor<?xf32, #graph.sizes<s0>>
  %len = graph.sqrt %ss : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %lb = graph.broadcast %len axes = [0] : tensor<?xf32, #graph.sizes<s0>> -> tensor<?x96xf32, #graph.sizes<s0, 96>>
  %embedding = graph.div %mean, %lb : tensor<?x96xf32, #graph.sizes<s0, 96>>, tensor<?x96xf32, #graph.sizes<s0, 96>> -> tensor<?x96xf32, #graph.sizes<s0, 96>>
  return %h2, %embedding : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>, tensor<?x96xf32, #graph.sizes<s0, 96>>
}

// -----

// Widths that are no multiple of a vector.
func.func @main(%input_ids: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = "input_ids"}, %attention_mask: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = "attention_mask"}, %token_type_ids: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = "token_type_ids"})
    -> (tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>, tensor<?x30xf32, #graph.sizes<s0, 30>>) attributes {graph.symbols = ["batch", "sequence"]} {
  %words = graph.weight "words" : tensor<60x30xf32>
  %position = graph.weight "position" : tensor<512x30xf32>
  %token_type = graph.weight "token_type" : tensor<2x30xf32>
  %e = graph.gather %words, %input_ids axis = 0 : tensor<60x30xf32>, tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %tt = graph.gather %token_type, %token_type_ids axis = 0 : tensor<2x30xf32>, tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %ps = graph.slice %position starts = #graph.sizes<0, 0> steps = [1, 1] : tensor<512x30xf32> -> tensor<?x30xf32, #graph.sizes<s1, 30>>
  %pb = graph.broadcast %ps axes = [1, 2] : tensor<?x30xf32, #graph.sizes<s1, 30>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %e1 = graph.add %e, %tt : tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>, tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %e2 = graph.add %e1, %pb : tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>, tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %norm0_scale = graph.weight "norm0_scale" : tensor<30xf32>
  %norm0_bias = graph.weight "norm0_bias" : tensor<30xf32>
  %h0 = graph.layer_norm %e2 scale = %norm0_scale : tensor<30xf32> bias = %norm0_bias : tensor<30xf32> axis = 2 epsilon = 1.0e-12 : tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %mf = graph.cast %attention_mask : tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %one = graph.fill 1.0 : f32 -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %inv = graph.sub %one, %mf : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %big = graph.fill -3.0e38 : f32 -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %mm = graph.mul %inv, %big : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %mask = graph.reshape %mm : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x1x1x?xf32, #graph.sizes<s0, 1, 1, s1>>
  %r0 = graph.reshape %h0 : tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %q0_w = graph.weight "q0_w" : tensor<30x30xf32>
  %q0_w_t = graph.transpose %q0_w permutation = [1, 0] : tensor<30x30xf32> -> tensor<30x30xf32>
  %q0_p = graph.matmul %r0, %q0_w_t : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<30x30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %q0_w_bias = graph.weight "q0_w_bias" : tensor<30xf32>
  %q0_w_b = graph.broadcast %q0_w_bias axes = [1] : tensor<30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %q0 = graph.add %q0_p, %q0_w_b : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %q0_3 = graph.reshape %q0 : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x?x3x10xf32, #graph.sizes<s0, s1, 3, 10>>
  %q0_h = graph.transpose %q0_3 permutation = [0, 2, 1, 3] : tensor<?x?x3x10xf32, #graph.sizes<s0, s1, 3, 10>> -> tensor<?x3x?x10xf32, #graph.sizes<s0, 3, s1, 10>>
  %k0_w = graph.weight "k0_w" : tensor<30x30xf32>
  %k0_w_t = graph.transpose %k0_w permutation = [1, 0] : tensor<30x30xf32> -> tensor<30x30xf32>
  %k0_p = graph.matmul %r0, %k0_w_t : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<30x30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %k0_w_bias = graph.weight "k0_w_bias" : tensor<30xf32>
  %k0_w_b = graph.broadcast %k0_w_bias axes = [1] : tensor<30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %k0 = graph.add %k0_p, %k0_w_b : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %k0_3 = graph.reshape %k0 : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x?x3x10xf32, #graph.sizes<s0, s1, 3, 10>>
  %k0_h = graph.transpose %k0_3 permutation = [0, 2, 1, 3] : tensor<?x?x3x10xf32, #graph.sizes<s0, s1, 3, 10>> -> tensor<?x3x?x10xf32, #graph.sizes<s0, 3, s1, 10>>
  %v0_w = graph.weight "v0_w" : tensor<30x30xf32>
  %v0_w_t = graph.transpose %v0_w permutation = [1, 0] : tensor<30x30xf32> -> tensor<30x30xf32>
  %v0_p = graph.matmul %r0, %v0_w_t : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<30x30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %v0_w_bias = graph.weight "v0_w_bias" : tensor<30xf32>
  %v0_w_b = graph.broadcast %v0_w_bias axes = [1] : tensor<30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %v0 = graph.add %v0_p, %v0_w_b : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %v0_3 = graph.reshape %v0 : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x?x3x10xf32, #graph.sizes<s0, s1, 3, 10>>
  %v0_h = graph.transpose %v0_3 permutation = [0, 2, 1, 3] : tensor<?x?x3x10xf32, #graph.sizes<s0, s1, 3, 10>> -> tensor<?x3x?x10xf32, #graph.sizes<s0, 3, s1, 10>>
  %a0 = graph.attention %q0_h, %k0_h, %v0_h mask = %mask : tensor<?x1x1x?xf32, #graph.sizes<s0, 1, 1, s1>> scale = 0.31622777 : tensor<?x3x?x10xf32, #graph.sizes<s0, 3, s1, 10>>, tensor<?x3x?x10xf32, #graph.sizes<s0, 3, s1, 10>>, tensor<?x3x?x10xf32, #graph.sizes<s0, 3, s1, 10>> -> tensor<?x3x?x10xf32, #graph.sizes<s0, 3, s1, 10>>
  %a0_t = graph.transpose %a0 permutation = [0, 2, 1, 3] : tensor<?x3x?x10xf32, #graph.sizes<s0, 3, s1, 10>> -> tensor<?x?x3x10xf32, #graph.sizes<s0, s1, 3, 10>>
  %a0_r = graph.reshape %a0_t : tensor<?x?x3x10xf32, #graph.sizes<s0, s1, 3, 10>> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %o0_w = graph.weight "o0_w" : tensor<30x30xf32>
  %o0_w_t = graph.transpose %o0_w permutation = [1, 0] : tensor<30x30xf32> -> tensor<30x30xf32>
  %o0_p = graph.matmul %a0_r, %o0_w_t : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<30x30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %o0_w_bias = graph.weight "o0_w_bias" : tensor<30xf32>
  %o0_w_b = graph.broadcast %o0_w_bias axes = [1] : tensor<30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %o0 = graph.add %o0_p, %o0_w_b : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %o0_3 = graph.reshape %o0 : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %s0 = graph.add %o0_3, %h0 : tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>, tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %norm0a_scale = graph.weight "norm0a_scale" : tensor<30xf32>
  %norm0a_bias = graph.weight "norm0a_bias" : tensor<30xf32>
  %n0 = graph.layer_norm %s0 scale = %norm0a_scale : tensor<30xf32> bias = %norm0a_bias : tensor<30xf32> axis = 2 epsilon = 1.0e-12 : tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %nr0 = graph.reshape %n0 : tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %f0_w = graph.weight "f0_w" : tensor<50x30xf32>
  %f0_w_t = graph.transpose %f0_w permutation = [1, 0] : tensor<50x30xf32> -> tensor<30x50xf32>
  %f0_p = graph.matmul %nr0, %f0_w_t : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<30x50xf32> -> tensor<?x50xf32, #graph.sizes<s0 * s1, 50>>
  %f0_w_bias = graph.weight "f0_w_bias" : tensor<50xf32>
  %f0_w_b = graph.broadcast %f0_w_bias axes = [1] : tensor<50xf32> -> tensor<?x50xf32, #graph.sizes<s0 * s1, 50>>
  %f0 = graph.add %f0_p, %f0_w_b : tensor<?x50xf32, #graph.sizes<s0 * s1, 50>>, tensor<?x50xf32, #graph.sizes<s0 * s1, 50>> -> tensor<?x50xf32, #graph.sizes<s0 * s1, 50>>
  %g0 = graph.gelu %f0 : tensor<?x50xf32, #graph.sizes<s0 * s1, 50>> -> tensor<?x50xf32, #graph.sizes<s0 * s1, 50>>
  %p0_w = graph.weight "p0_w" : tensor<30x50xf32>
  %p0_w_t = graph.transpose %p0_w permutation = [1, 0] : tensor<30x50xf32> -> tensor<50x30xf32>
  %p0_p = graph.matmul %g0, %p0_w_t : tensor<?x50xf32, #graph.sizes<s0 * s1, 50>>, tensor<50x30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %p0_w_bias = graph.weight "p0_w_bias" : tensor<30xf32>
  %p0_w_b = graph.broadcast %p0_w_bias axes = [1] : tensor<30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %p0 = graph.add %p0_p, %p0_w_b : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %p0_3 = graph.reshape %p0 : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %t0 = graph.add %p0_3, %n0 : tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>, tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %norm0b_scale = graph.weight "norm0b_scale" : tensor<30xf32>
  %norm0b_bias = graph.weight "norm0b_bias" : tensor<30xf32>
  %h1 = graph.layer_norm %t0 scale = %norm0b_scale : tensor<30xf32> bias = %norm0b_bias : tensor<30xf32> axis = 2 epsilon = 1.0e-12 : tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %r1 = graph.reshape %h1 : tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %q1_w = graph.weight "q1_w" : tensor<30x30xf32>
  %q1_w_t = graph.transpose %q1_w permutation = [1, 0] : tensor<30x30xf32> -> tensor<30x30xf32>
  %q1_p = graph.matmul %r1, %q1_w_t : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<30x30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %q1_w_bias = graph.weight "q1_w_bias" : tensor<30xf32>
  %q1_w_b = graph.broadcast %q1_w_bias axes = [1] : tensor<30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %q1 = graph.add %q1_p, %q1_w_b : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %q1_3 = graph.reshape %q1 : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x?x3x10xf32, #graph.sizes<s0, s1, 3, 10>>
  %q1_h = graph.transpose %q1_3 permutation = [0, 2, 1, 3] : tensor<?x?x3x10xf32, #graph.sizes<s0, s1, 3, 10>> -> tensor<?x3x?x10xf32, #graph.sizes<s0, 3, s1, 10>>
  %k1_w = graph.weight "k1_w" : tensor<30x30xf32>
  %k1_w_t = graph.transpose %k1_w permutation = [1, 0] : tensor<30x30xf32> -> tensor<30x30xf32>
  %k1_p = graph.matmul %r1, %k1_w_t : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<30x30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %k1_w_bias = graph.weight "k1_w_bias" : tensor<30xf32>
  %k1_w_b = graph.broadcast %k1_w_bias axes = [1] : tensor<30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %k1 = graph.add %k1_p, %k1_w_b : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %k1_3 = graph.reshape %k1 : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x?x3x10xf32, #graph.sizes<s0, s1, 3, 10>>
  %k1_h = graph.transpose %k1_3 permutation = [0, 2, 1, 3] : tensor<?x?x3x10xf32, #graph.sizes<s0, s1, 3, 10>> -> tensor<?x3x?x10xf32, #graph.sizes<s0, 3, s1, 10>>
  %v1_w = graph.weight "v1_w" : tensor<30x30xf32>
  %v1_w_t = graph.transpose %v1_w permutation = [1, 0] : tensor<30x30xf32> -> tensor<30x30xf32>
  %v1_p = graph.matmul %r1, %v1_w_t : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<30x30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %v1_w_bias = graph.weight "v1_w_bias" : tensor<30xf32>
  %v1_w_b = graph.broadcast %v1_w_bias axes = [1] : tensor<30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %v1 = graph.add %v1_p, %v1_w_b : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %v1_3 = graph.reshape %v1 : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x?x3x10xf32, #graph.sizes<s0, s1, 3, 10>>
  %v1_h = graph.transpose %v1_3 permutation = [0, 2, 1, 3] : tensor<?x?x3x10xf32, #graph.sizes<s0, s1, 3, 10>> -> tensor<?x3x?x10xf32, #graph.sizes<s0, 3, s1, 10>>
  %a1 = graph.attention %q1_h, %k1_h, %v1_h mask = %mask : tensor<?x1x1x?xf32, #graph.sizes<s0, 1, 1, s1>> scale = 0.31622777 : tensor<?x3x?x10xf32, #graph.sizes<s0, 3, s1, 10>>, tensor<?x3x?x10xf32, #graph.sizes<s0, 3, s1, 10>>, tensor<?x3x?x10xf32, #graph.sizes<s0, 3, s1, 10>> -> tensor<?x3x?x10xf32, #graph.sizes<s0, 3, s1, 10>>
  %a1_t = graph.transpose %a1 permutation = [0, 2, 1, 3] : tensor<?x3x?x10xf32, #graph.sizes<s0, 3, s1, 10>> -> tensor<?x?x3x10xf32, #graph.sizes<s0, s1, 3, 10>>
  %a1_r = graph.reshape %a1_t : tensor<?x?x3x10xf32, #graph.sizes<s0, s1, 3, 10>> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %o1_w = graph.weight "o1_w" : tensor<30x30xf32>
  %o1_w_t = graph.transpose %o1_w permutation = [1, 0] : tensor<30x30xf32> -> tensor<30x30xf32>
  %o1_p = graph.matmul %a1_r, %o1_w_t : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<30x30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %o1_w_bias = graph.weight "o1_w_bias" : tensor<30xf32>
  %o1_w_b = graph.broadcast %o1_w_bias axes = [1] : tensor<30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %o1 = graph.add %o1_p, %o1_w_b : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %o1_3 = graph.reshape %o1 : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %s1 = graph.add %o1_3, %h1 : tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>, tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %norm1a_scale = graph.weight "norm1a_scale" : tensor<30xf32>
  %norm1a_bias = graph.weight "norm1a_bias" : tensor<30xf32>
  %n1 = graph.layer_norm %s1 scale = %norm1a_scale : tensor<30xf32> bias = %norm1a_bias : tensor<30xf32> axis = 2 epsilon = 1.0e-12 : tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %nr1 = graph.reshape %n1 : tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %f1_w = graph.weight "f1_w" : tensor<50x30xf32>
  %f1_w_t = graph.transpose %f1_w permutation = [1, 0] : tensor<50x30xf32> -> tensor<30x50xf32>
  %f1_p = graph.matmul %nr1, %f1_w_t : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<30x50xf32> -> tensor<?x50xf32, #graph.sizes<s0 * s1, 50>>
  %f1_w_bias = graph.weight "f1_w_bias" : tensor<50xf32>
  %f1_w_b = graph.broadcast %f1_w_bias axes = [1] : tensor<50xf32> -> tensor<?x50xf32, #graph.sizes<s0 * s1, 50>>
  %f1 = graph.add %f1_p, %f1_w_b : tensor<?x50xf32, #graph.sizes<s0 * s1, 50>>, tensor<?x50xf32, #graph.sizes<s0 * s1, 50>> -> tensor<?x50xf32, #graph.sizes<s0 * s1, 50>>
  %g1 = graph.gelu %f1 : tensor<?x50xf32, #graph.sizes<s0 * s1, 50>> -> tensor<?x50xf32, #graph.sizes<s0 * s1, 50>>
  %p1_w = graph.weight "p1_w" : tensor<30x50xf32>
  %p1_w_t = graph.transpose %p1_w permutation = [1, 0] : tensor<30x50xf32> -> tensor<50x30xf32>
  %p1_p = graph.matmul %g1, %p1_w_t : tensor<?x50xf32, #graph.sizes<s0 * s1, 50>>, tensor<50x30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %p1_w_bias = graph.weight "p1_w_bias" : tensor<30xf32>
  %p1_w_b = graph.broadcast %p1_w_bias axes = [1] : tensor<30xf32> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %p1 = graph.add %p1_p, %p1_w_b : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>, tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x30xf32, #graph.sizes<s0 * s1, 30>>
  %p1_3 = graph.reshape %p1 : tensor<?x30xf32, #graph.sizes<s0 * s1, 30>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %t1 = graph.add %p1_3, %n1 : tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>, tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %norm1b_scale = graph.weight "norm1b_scale" : tensor<30xf32>
  %norm1b_bias = graph.weight "norm1b_bias" : tensor<30xf32>
  %h2 = graph.layer_norm %t1 scale = %norm1b_scale : tensor<30xf32> bias = %norm1b_bias : tensor<30xf32> axis = 2 epsilon = 1.0e-12 : tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %mb = graph.broadcast %mf axes = [0, 1] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %pm = graph.mul %h2, %mb : tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>, tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>> -> tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>
  %sum = graph.reduce sum %pm axes = [1] : tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>> -> tensor<?x30xf32, #graph.sizes<s0, 30>>
  %cnt = graph.reduce sum %mf axes = [1] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?xf32, #graph.sizes<s0>>
  %cb = graph.broadcast %cnt axes = [0] : tensor<?xf32, #graph.sizes<s0>> -> tensor<?x30xf32, #graph.sizes<s0, 30>>
  %mean = graph.div %sum, %cb : tensor<?x30xf32, #graph.sizes<s0, 30>>, tensor<?x30xf32, #graph.sizes<s0, 30>> -> tensor<?x30xf32, #graph.sizes<s0, 30>>
  %sq = graph.mul %mean, %mean : tensor<?x30xf32, #graph.sizes<s0, 30>>, tensor<?x30xf32, #graph.sizes<s0, 30>> -> tensor<?x30xf32, #graph.sizes<s0, 30>>
  %ss = graph.reduce sum %sq axes = [1] : tensor<?x30xf32, #graph.sizes<s0, 30>> -> tensor<?xf32, #graph.sizes<s0>>
  %len = graph.sqrt %ss : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %lb = graph.broadcast %len axes = [0] : tensor<?xf32, #graph.sizes<s0>> -> tensor<?x30xf32, #graph.sizes<s0, 30>>
  %embedding = graph.div %mean, %lb : tensor<?x30xf32, #graph.sizes<s0, 30>>, tensor<?x30xf32, #graph.sizes<s0, 30>> -> tensor<?x30xf32, #graph.sizes<s0, 30>>
  return %h2, %embedding : tensor<?x?x30xf32, #graph.sizes<s0, s1, 30>>, tensor<?x30xf32, #graph.sizes<s0, 30>>
}
