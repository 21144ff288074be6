// Integers wrap; division by zero gives zero; shifts past the width give nothing but the sign.
// RUN: tenon-check %s --sizes count=1 --sizes count=17 --sizes count=259

// i64
func.func @main(%x: tensor<?xi64, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xi64, #graph.sizes<s0>> {graph.name = "y"})
    -> (tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill -3 : i64 -> tensor<?xi64, #graph.sizes<s0>>
  %three = graph.fill 3 : i64 -> tensor<?xi64, #graph.sizes<s0>>
  %a = graph.mul %x, %c : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %b = graph.sub %y, %three : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_add = graph.add %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_sub = graph.sub %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_mul = graph.mul %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_div = graph.div %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_floor_div = graph.floor_div %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_remainder = graph.remainder %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_truncated_remainder = graph.truncated_remainder %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_max = graph.max %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_min = graph.min %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_and = graph.and %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_or = graph.or %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_xor = graph.xor %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_shift_left = graph.shift_left %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_shift_right = graph.shift_right %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_neg = graph.neg %a : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_abs = graph.abs %a : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_sign = graph.sign %a : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_not = graph.not %a : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_relu = graph.relu %a : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_pow = graph.pow %x, %three : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %r_eq = graph.compare eq %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_ne = graph.compare ne %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_lt = graph.compare lt %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_le = graph.compare le %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_gt = graph.compare gt %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_ge = graph.compare ge %a, %b : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  return %r_add, %r_sub, %r_mul, %r_div, %r_floor_div, %r_remainder, %r_truncated_remainder, %r_max, %r_min, %r_and, %r_or, %r_xor, %r_shift_left, %r_shift_right, %r_neg, %r_abs, %r_sign, %r_not, %r_relu, %r_pow, %r_eq, %r_ne, %r_lt, %r_le, %r_gt, %r_ge : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>
}

// -----

// i32
func.func @main(%x: tensor<?xi32, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xi32, #graph.sizes<s0>> {graph.name = "y"})
    -> (tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill -3 : i32 -> tensor<?xi32, #graph.sizes<s0>>
  %three = graph.fill 3 : i32 -> tensor<?xi32, #graph.sizes<s0>>
  %a = graph.mul %x, %c : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %b = graph.sub %y, %three : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_add = graph.add %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_sub = graph.sub %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_mul = graph.mul %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_div = graph.div %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_floor_div = graph.floor_div %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_remainder = graph.remainder %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_truncated_remainder = graph.truncated_remainder %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_max = graph.max %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_min = graph.min %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_and = graph.and %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_or = graph.or %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_xor = graph.xor %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_shift_left = graph.shift_left %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_shift_right = graph.shift_right %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_neg = graph.neg %a : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_abs = graph.abs %a : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_sign = graph.sign %a : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_not = graph.not %a : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_relu = graph.relu %a : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_pow = graph.pow %x, %three : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %r_eq = graph.compare eq %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_ne = graph.compare ne %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_lt = graph.compare lt %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_le = graph.compare le %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_gt = graph.compare gt %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_ge = graph.compare ge %a, %b : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  return %r_add, %r_sub, %r_mul, %r_div, %r_floor_div, %r_remainder, %r_truncated_remainder, %r_max, %r_min, %r_and, %r_or, %r_xor, %r_shift_left, %r_shift_right, %r_neg, %r_abs, %r_sign, %r_not, %r_relu, %r_pow, %r_eq, %r_ne, %r_lt, %r_le, %r_gt, %r_ge : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>
}

// -----

// i16
func.func @main(%x: tensor<?xi16, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xi16, #graph.sizes<s0>> {graph.name = "y"})
    -> (tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill -3 : i16 -> tensor<?xi16, #graph.sizes<s0>>
  %three = graph.fill 3 : i16 -> tensor<?xi16, #graph.sizes<s0>>
  %a = graph.mul %x, %c : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %b = graph.sub %y, %three : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_add = graph.add %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_sub = graph.sub %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_mul = graph.mul %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_div = graph.div %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_floor_div = graph.floor_div %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_remainder = graph.remainder %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_truncated_remainder = graph.truncated_remainder %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_max = graph.max %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_min = graph.min %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_and = graph.and %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_or = graph.or %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_xor = graph.xor %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_shift_left = graph.shift_left %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_shift_right = graph.shift_right %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_neg = graph.neg %a : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_abs = graph.abs %a : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_sign = graph.sign %a : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_not = graph.not %a : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_relu = graph.relu %a : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_pow = graph.pow %x, %three : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %r_eq = graph.compare eq %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_ne = graph.compare ne %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_lt = graph.compare lt %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_le = graph.compare le %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_gt = graph.compare gt %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_ge = graph.compare ge %a, %b : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  return %r_add, %r_sub, %r_mul, %r_div, %r_floor_div, %r_remainder, %r_truncated_remainder, %r_max, %r_min, %r_and, %r_or, %r_xor, %r_shift_left, %r_shift_right, %r_neg, %r_abs, %r_sign, %r_not, %r_relu, %r_pow, %r_eq, %r_ne, %r_lt, %r_le, %r_gt, %r_ge : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>
}

// -----

// i8
func.func @main(%x: tensor<?xi8, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xi8, #graph.sizes<s0>> {graph.name = "y"})
    -> (tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill -3 : i8 -> tensor<?xi8, #graph.sizes<s0>>
  %three = graph.fill 3 : i8 -> tensor<?xi8, #graph.sizes<s0>>
  %a = graph.mul %x, %c : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %b = graph.sub %y, %three : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_add = graph.add %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_sub = graph.sub %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_mul = graph.mul %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_div = graph.div %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_floor_div = graph.floor_div %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_remainder = graph.remainder %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_truncated_remainder = graph.truncated_remainder %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_max = graph.max %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_min = graph.min %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_and = graph.and %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_or = graph.or %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_xor = graph.xor %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_shift_left = graph.shift_left %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_shift_right = graph.shift_right %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_neg = graph.neg %a : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_abs = graph.abs %a : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_sign = graph.sign %a : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_not = graph.not %a : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_relu = graph.relu %a : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_pow = graph.pow %x, %three : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %r_eq = graph.compare eq %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_ne = graph.compare ne %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_lt = graph.compare lt %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_le = graph.compare le %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_gt = graph.compare gt %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_ge = graph.compare ge %a, %b : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  return %r_add, %r_sub, %r_mul, %r_div, %r_floor_div, %r_remainder, %r_truncated_remainder, %r_max, %r_min, %r_and, %r_or, %r_xor, %r_shift_left, %r_shift_right, %r_neg, %r_abs, %r_sign, %r_not, %r_relu, %r_pow, %r_eq, %r_ne, %r_lt, %r_le, %r_gt, %r_ge : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>
}

// -----

// ui8
func.func @main(%x: tensor<?xui8, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xui8, #graph.sizes<s0>> {graph.name = "y"})
    -> (tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill 3 : i8 -> tensor<?xui8, #graph.sizes<s0>>
  %three = graph.fill 3 : i8 -> tensor<?xui8, #graph.sizes<s0>>
  %a = graph.mul %x, %c : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %b = graph.sub %y, %three : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_add = graph.add %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_sub = graph.sub %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_mul = graph.mul %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_div = graph.div %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_floor_div = graph.floor_div %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_remainder = graph.remainder %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_truncated_remainder = graph.truncated_remainder %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_max = graph.max %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_min = graph.min %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_and = graph.and %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_or = graph.or %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_xor = graph.xor %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_shift_left = graph.shift_left %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_shift_right = graph.shift_right %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_neg = graph.neg %a : tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_abs = graph.abs %a : tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_sign = graph.sign %a : tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_not = graph.not %a : tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_relu = graph.relu %a : tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_pow = graph.pow %x, %three : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %r_eq = graph.compare eq %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_ne = graph.compare ne %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_lt = graph.compare lt %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_le = graph.compare le %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_gt = graph.compare gt %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_ge = graph.compare ge %a, %b : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  return %r_add, %r_sub, %r_mul, %r_div, %r_floor_div, %r_remainder, %r_truncated_remainder, %r_max, %r_min, %r_and, %r_or, %r_xor, %r_shift_left, %r_shift_right, %r_neg, %r_abs, %r_sign, %r_not, %r_relu, %r_pow, %r_eq, %r_ne, %r_lt, %r_le, %r_gt, %r_ge : tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>
}

// -----

// ui16
func.func @main(%x: tensor<?xui16, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xui16, #graph.sizes<s0>> {graph.name = "y"})
    -> (tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill 3 : i16 -> tensor<?xui16, #graph.sizes<s0>>
  %three = graph.fill 3 : i16 -> tensor<?xui16, #graph.sizes<s0>>
  %a = graph.mul %x, %c : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %b = graph.sub %y, %three : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_add = graph.add %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_sub = graph.sub %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_mul = graph.mul %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_div = graph.div %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_floor_div = graph.floor_div %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_remainder = graph.remainder %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_truncated_remainder = graph.truncated_remainder %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_max = graph.max %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_min = graph.min %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_and = graph.and %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_or = graph.or %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_xor = graph.xor %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_shift_left = graph.shift_left %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_shift_right = graph.shift_right %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_neg = graph.neg %a : tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_abs = graph.abs %a : tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_sign = graph.sign %a : tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_not = graph.not %a : tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_relu = graph.relu %a : tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_pow = graph.pow %x, %three : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %r_eq = graph.compare eq %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_ne = graph.compare ne %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_lt = graph.compare lt %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_le = graph.compare le %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_gt = graph.compare gt %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_ge = graph.compare ge %a, %b : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  return %r_add, %r_sub, %r_mul, %r_div, %r_floor_div, %r_remainder, %r_truncated_remainder, %r_max, %r_min, %r_and, %r_or, %r_xor, %r_shift_left, %r_shift_right, %r_neg, %r_abs, %r_sign, %r_not, %r_relu, %r_pow, %r_eq, %r_ne, %r_lt, %r_le, %r_gt, %r_ge : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>
}

// -----

// ui32
func.func @main(%x: tensor<?xui32, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xui32, #graph.sizes<s0>> {graph.name = "y"})
    -> (tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill 3 : i32 -> tensor<?xui32, #graph.sizes<s0>>
  %three = graph.fill 3 : i32 -> tensor<?xui32, #graph.sizes<s0>>
  %a = graph.mul %x, %c : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %b = graph.sub %y, %three : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_add = graph.add %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_sub = graph.sub %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_mul = graph.mul %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_div = graph.div %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_floor_div = graph.floor_div %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_remainder = graph.remainder %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_truncated_remainder = graph.truncated_remainder %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_max = graph.max %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_min = graph.min %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_and = graph.and %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_or = graph.or %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_xor = graph.xor %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_shift_left = graph.shift_left %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_shift_right = graph.shift_right %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_neg = graph.neg %a : tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_abs = graph.abs %a : tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_sign = graph.sign %a : tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_not = graph.not %a : tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_relu = graph.relu %a : tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_pow = graph.pow %x, %three : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %r_eq = graph.compare eq %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_ne = graph.compare ne %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_lt = graph.compare lt %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_le = graph.compare le %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_gt = graph.compare gt %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_ge = graph.compare ge %a, %b : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  return %r_add, %r_sub, %r_mul, %r_div, %r_floor_div, %r_remainder, %r_truncated_remainder, %r_max, %r_min, %r_and, %r_or, %r_xor, %r_shift_left, %r_shift_right, %r_neg, %r_abs, %r_sign, %r_not, %r_relu, %r_pow, %r_eq, %r_ne, %r_lt, %r_le, %r_gt, %r_ge : tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>
}

// -----

// ui64
func.func @main(%x: tensor<?xui64, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xui64, #graph.sizes<s0>> {graph.name = "y"})
    -> (tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill 3 : i64 -> tensor<?xui64, #graph.sizes<s0>>
  %three = graph.fill 3 : i64 -> tensor<?xui64, #graph.sizes<s0>>
  %a = graph.mul %x, %c : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %b = graph.sub %y, %three : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_add = graph.add %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_sub = graph.sub %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_mul = graph.mul %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_div = graph.div %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_floor_div = graph.floor_div %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_remainder = graph.remainder %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_truncated_remainder = graph.truncated_remainder %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_max = graph.max %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_min = graph.min %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_and = graph.and %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_or = graph.or %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_xor = graph.xor %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_shift_left = graph.shift_left %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_shift_right = graph.shift_right %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_neg = graph.neg %a : tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_abs = graph.abs %a : tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_sign = graph.sign %a : tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_not = graph.not %a : tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_relu = graph.relu %a : tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_pow = graph.pow %x, %three : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  %r_eq = graph.compare eq %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_ne = graph.compare ne %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_lt = graph.compare lt %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_le = graph.compare le %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_gt = graph.compare gt %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_ge = graph.compare ge %a, %b : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  return %r_add, %r_sub, %r_mul, %r_div, %r_floor_div, %r_remainder, %r_truncated_remainder, %r_max, %r_min, %r_and, %r_or, %r_xor, %r_shift_left, %r_shift_right, %r_neg, %r_abs, %r_sign, %r_not, %r_relu, %r_pow, %r_eq, %r_ne, %r_lt, %r_le, %r_gt, %r_ge : tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>
}

// -----

// i1
func.func @main(%x: tensor<?xi1, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xi1, #graph.sizes<s0>> {graph.name = "y"})
    -> (tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %r_and = graph.and %x, %y : tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_or = graph.or %x, %y : tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_xor = graph.xor %x, %y : tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_max = graph.max %x, %y : tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_min = graph.min %x, %y : tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %r_not = graph.not %x : tensor<?xi1, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  return %r_and, %r_or, %r_xor, %r_max, %r_min, %r_not : tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>
}
