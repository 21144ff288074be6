// Inverse hyperbolic functions and the complement of erf, in every float type.
// RUN: tenon-check %s --sizes count=1 --sizes count=15 --sizes count=16 --sizes count=1021

// f32
func.func @main(%x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %three = graph.fill 3.0 : f32 -> tensor<?xf32, #graph.sizes<s0>>
  %half = graph.fill 0.5 : f32 -> tensor<?xf32, #graph.sizes<s0>>
  %start = graph.fill 1.25 : f32 -> tensor<?xf32, #graph.sizes<s0>>
  %wide = graph.mul %x, %three : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %asinh = graph.asinh %wide : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %magnitude = graph.abs %wide : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %beyond = graph.add %magnitude, %start : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %acosh = graph.acosh %beyond : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %narrow = graph.mul %x, %half : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %atanh = graph.atanh %narrow : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %erfc = graph.erfc %x : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  return %asinh, %acosh, %atanh, %erfc : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>
}

// -----

// f64
func.func @main(%x: tensor<?xf64, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %three = graph.fill 3.0 : f64 -> tensor<?xf64, #graph.sizes<s0>>
  %half = graph.fill 0.5 : f64 -> tensor<?xf64, #graph.sizes<s0>>
  %start = graph.fill 1.25 : f64 -> tensor<?xf64, #graph.sizes<s0>>
  %wide = graph.mul %x, %three : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %asinh = graph.asinh %wide : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %magnitude = graph.abs %wide : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %beyond = graph.add %magnitude, %start : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %acosh = graph.acosh %beyond : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %narrow = graph.mul %x, %half : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %atanh = graph.atanh %narrow : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %erfc = graph.erfc %x : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  return %asinh, %acosh, %atanh, %erfc : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>
}

// -----

// f16
func.func @main(%x: tensor<?xf16, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %three = graph.fill 3.0 : f16 -> tensor<?xf16, #graph.sizes<s0>>
  %half = graph.fill 0.5 : f16 -> tensor<?xf16, #graph.sizes<s0>>
  %start = graph.fill 1.25 : f16 -> tensor<?xf16, #graph.sizes<s0>>
  %wide = graph.mul %x, %three : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %asinh = graph.asinh %wide : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %magnitude = graph.abs %wide : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %beyond = graph.add %magnitude, %start : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %acosh = graph.acosh %beyond : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %narrow = graph.mul %x, %half : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %atanh = graph.atanh %narrow : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %erfc = graph.erfc %x : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  return %asinh, %acosh, %atanh, %erfc : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>
}

// -----

// bf16
func.func @main(%x: tensor<?xbf16, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %three = graph.fill 3.0 : bf16 -> tensor<?xbf16, #graph.sizes<s0>>
  %half = graph.fill 0.5 : bf16 -> tensor<?xbf16, #graph.sizes<s0>>
  %start = graph.fill 1.25 : bf16 -> tensor<?xbf16, #graph.sizes<s0>>
  %wide = graph.mul %x, %three : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %asinh = graph.asinh %wide : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %magnitude = graph.abs %wide : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %beyond = graph.add %magnitude, %start : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %acosh = graph.acosh %beyond : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %narrow = graph.mul %x, %half : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %atanh = graph.atanh %narrow : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %erfc = graph.erfc %x : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  return %asinh, %acosh, %atanh, %erfc : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>
}
