// The bits of numbers as integers and back, also within a larger group.
// RUN: tenon-check %s --sizes count=1 --sizes count=7 --sizes count=16 --sizes count=1021

// f32
func.func @main(%x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"}) -> (tensor<?xi32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %bits = graph.bitcast %x : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %mask = graph.fill 4194304 : i32 -> tensor<?xi32, #graph.sizes<s0>>
  %changed = graph.xor %bits, %mask : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %back = graph.bitcast %changed : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %negative = graph.neg %back : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  return %bits, %negative : tensor<?xi32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>
}

// -----

// f64
func.func @main(%x: tensor<?xf64, #graph.sizes<s0>> {graph.name = "x"}) -> (tensor<?xi64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %bits = graph.bitcast %x : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %mask = graph.fill 2251799813685248 : i64 -> tensor<?xi64, #graph.sizes<s0>>
  %changed = graph.xor %bits, %mask : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %back = graph.bitcast %changed : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %negative = graph.neg %back : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  return %bits, %negative : tensor<?xi64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>>
}

// -----

// f16
func.func @main(%x: tensor<?xf16, #graph.sizes<s0>> {graph.name = "x"}) -> (tensor<?xi16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %bits = graph.bitcast %x : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %mask = graph.fill 512 : i16 -> tensor<?xi16, #graph.sizes<s0>>
  %changed = graph.xor %bits, %mask : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %back = graph.bitcast %changed : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %negative = graph.neg %back : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  return %bits, %negative : tensor<?xi16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>
}

// -----

// bf16
func.func @main(%x: tensor<?xbf16, #graph.sizes<s0>> {graph.name = "x"}) -> (tensor<?xui16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %bits = graph.bitcast %x : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %mask = graph.fill 64 : ui16 -> tensor<?xui16, #graph.sizes<s0>>
  %changed = graph.xor %bits, %mask : tensor<?xui16, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %back = graph.bitcast %changed : tensor<?xui16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %negative = graph.neg %back : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  return %bits, %negative : tensor<?xui16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>
}
