// Every element type becomes every other.
// RUN: tenon-check %s --sizes count=1 --sizes count=7 --sizes count=16 --sizes count=67

// From f64.
func.func @main(%x: tensor<?xf64, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill 8.0 : f64 -> tensor<?xf64, #graph.sizes<s0>>
  %m = graph.mul %x, %c : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %s = graph.abs %m : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %to_f32 = graph.cast %s : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %to_f16 = graph.cast %s : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %to_bf16 = graph.cast %s : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %to_i64 = graph.cast %s : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i32 = graph.cast %s : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i16 = graph.cast %s : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i8 = graph.cast %s : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_i1 = graph.cast %s : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %to_ui8 = graph.cast %s : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %to_ui16 = graph.cast %s : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %to_ui32 = graph.cast %s : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %to_ui64 = graph.cast %s : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  return %to_f32, %to_f16, %to_bf16, %to_i64, %to_i32, %to_i16, %to_i8, %to_i1, %to_ui8, %to_ui16, %to_ui32, %to_ui64 : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>
}

// -----

// From f32.
func.func @main(%x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf64, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill 8.0 : f32 -> tensor<?xf32, #graph.sizes<s0>>
  %m = graph.mul %x, %c : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %s = graph.abs %m : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %to_f64 = graph.cast %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %to_f16 = graph.cast %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %to_bf16 = graph.cast %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %to_i64 = graph.cast %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i32 = graph.cast %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i16 = graph.cast %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i8 = graph.cast %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_i1 = graph.cast %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %to_ui8 = graph.cast %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %to_ui16 = graph.cast %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %to_ui32 = graph.cast %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %to_ui64 = graph.cast %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  return %to_f64, %to_f16, %to_bf16, %to_i64, %to_i32, %to_i16, %to_i8, %to_i1, %to_ui8, %to_ui16, %to_ui32, %to_ui64 : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>
}

// -----

// From f16.
func.func @main(%x: tensor<?xf16, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill 8.0 : f16 -> tensor<?xf16, #graph.sizes<s0>>
  %m = graph.mul %x, %c : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %s = graph.abs %m : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %to_f64 = graph.cast %s : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %to_f32 = graph.cast %s : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %to_bf16 = graph.cast %s : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %to_i64 = graph.cast %s : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i32 = graph.cast %s : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i16 = graph.cast %s : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i8 = graph.cast %s : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_i1 = graph.cast %s : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %to_ui8 = graph.cast %s : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %to_ui16 = graph.cast %s : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %to_ui32 = graph.cast %s : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %to_ui64 = graph.cast %s : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  return %to_f64, %to_f32, %to_bf16, %to_i64, %to_i32, %to_i16, %to_i8, %to_i1, %to_ui8, %to_ui16, %to_ui32, %to_ui64 : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>
}

// -----

// From bf16.
func.func @main(%x: tensor<?xbf16, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill 8.0 : bf16 -> tensor<?xbf16, #graph.sizes<s0>>
  %m = graph.mul %x, %c : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %s = graph.abs %m : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %to_f64 = graph.cast %s : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %to_f32 = graph.cast %s : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %to_f16 = graph.cast %s : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %to_i64 = graph.cast %s : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i32 = graph.cast %s : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i16 = graph.cast %s : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i8 = graph.cast %s : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_i1 = graph.cast %s : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %to_ui8 = graph.cast %s : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %to_ui16 = graph.cast %s : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %to_ui32 = graph.cast %s : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %to_ui64 = graph.cast %s : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  return %to_f64, %to_f32, %to_f16, %to_i64, %to_i32, %to_i16, %to_i8, %to_i1, %to_ui8, %to_ui16, %to_ui32, %to_ui64 : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>
}

// -----

// From i64.
func.func @main(%x: tensor<?xi64, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %to_f64 = graph.cast %x : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %to_f32 = graph.cast %x : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %to_f16 = graph.cast %x : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %to_bf16 = graph.cast %x : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %to_i32 = graph.cast %x : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i16 = graph.cast %x : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i8 = graph.cast %x : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_i1 = graph.cast %x : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %to_ui8 = graph.cast %x : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %to_ui16 = graph.cast %x : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %to_ui32 = graph.cast %x : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %to_ui64 = graph.cast %x : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  return %to_f64, %to_f32, %to_f16, %to_bf16, %to_i32, %to_i16, %to_i8, %to_i1, %to_ui8, %to_ui16, %to_ui32, %to_ui64 : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>
}

// -----

// From i32.
func.func @main(%x: tensor<?xi32, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %to_f64 = graph.cast %x : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %to_f32 = graph.cast %x : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %to_f16 = graph.cast %x : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %to_bf16 = graph.cast %x : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %to_i64 = graph.cast %x : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i16 = graph.cast %x : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i8 = graph.cast %x : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_i1 = graph.cast %x : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %to_ui8 = graph.cast %x : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %to_ui16 = graph.cast %x : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %to_ui32 = graph.cast %x : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %to_ui64 = graph.cast %x : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  return %to_f64, %to_f32, %to_f16, %to_bf16, %to_i64, %to_i16, %to_i8, %to_i1, %to_ui8, %to_ui16, %to_ui32, %to_ui64 : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>
}

// -----

// From i16.
func.func @main(%x: tensor<?xi16, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %to_f64 = graph.cast %x : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %to_f32 = graph.cast %x : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %to_f16 = graph.cast %x : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %to_bf16 = graph.cast %x : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %to_i64 = graph.cast %x : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i32 = graph.cast %x : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i8 = graph.cast %x : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_i1 = graph.cast %x : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %to_ui8 = graph.cast %x : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %to_ui16 = graph.cast %x : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %to_ui32 = graph.cast %x : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %to_ui64 = graph.cast %x : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  return %to_f64, %to_f32, %to_f16, %to_bf16, %to_i64, %to_i32, %to_i8, %to_i1, %to_ui8, %to_ui16, %to_ui32, %to_ui64 : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>
}

// -----

// From i8.
func.func @main(%x: tensor<?xi8, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %to_f64 = graph.cast %x : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %to_f32 = graph.cast %x : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %to_f16 = graph.cast %x : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %to_bf16 = graph.cast %x : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %to_i64 = graph.cast %x : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i32 = graph.cast %x : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i16 = graph.cast %x : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i1 = graph.cast %x : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %to_ui8 = graph.cast %x : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %to_ui16 = graph.cast %x : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %to_ui32 = graph.cast %x : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %to_ui64 = graph.cast %x : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  return %to_f64, %to_f32, %to_f16, %to_bf16, %to_i64, %to_i32, %to_i16, %to_i1, %to_ui8, %to_ui16, %to_ui32, %to_ui64 : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>
}

// -----

// From i1.
func.func @main(%x: tensor<?xi1, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %to_f64 = graph.cast %x : tensor<?xi1, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %to_f32 = graph.cast %x : tensor<?xi1, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %to_f16 = graph.cast %x : tensor<?xi1, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %to_bf16 = graph.cast %x : tensor<?xi1, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %to_i64 = graph.cast %x : tensor<?xi1, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i32 = graph.cast %x : tensor<?xi1, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i16 = graph.cast %x : tensor<?xi1, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i8 = graph.cast %x : tensor<?xi1, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_ui8 = graph.cast %x : tensor<?xi1, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %to_ui16 = graph.cast %x : tensor<?xi1, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %to_ui32 = graph.cast %x : tensor<?xi1, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %to_ui64 = graph.cast %x : tensor<?xi1, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  return %to_f64, %to_f32, %to_f16, %to_bf16, %to_i64, %to_i32, %to_i16, %to_i8, %to_ui8, %to_ui16, %to_ui32, %to_ui64 : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>
}

// -----

// From ui8.
func.func @main(%x: tensor<?xui8, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %to_f64 = graph.cast %x : tensor<?xui8, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %to_f32 = graph.cast %x : tensor<?xui8, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %to_f16 = graph.cast %x : tensor<?xui8, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %to_bf16 = graph.cast %x : tensor<?xui8, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %to_i64 = graph.cast %x : tensor<?xui8, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i32 = graph.cast %x : tensor<?xui8, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i16 = graph.cast %x : tensor<?xui8, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i8 = graph.cast %x : tensor<?xui8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_i1 = graph.cast %x : tensor<?xui8, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %to_ui16 = graph.cast %x : tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %to_ui32 = graph.cast %x : tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %to_ui64 = graph.cast %x : tensor<?xui8, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  return %to_f64, %to_f32, %to_f16, %to_bf16, %to_i64, %to_i32, %to_i16, %to_i8, %to_i1, %to_ui16, %to_ui32, %to_ui64 : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>
}

// -----

// From ui16.
func.func @main(%x: tensor<?xui16, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %to_f64 = graph.cast %x : tensor<?xui16, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %to_f32 = graph.cast %x : tensor<?xui16, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %to_f16 = graph.cast %x : tensor<?xui16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %to_bf16 = graph.cast %x : tensor<?xui16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %to_i64 = graph.cast %x : tensor<?xui16, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i32 = graph.cast %x : tensor<?xui16, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i16 = graph.cast %x : tensor<?xui16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i8 = graph.cast %x : tensor<?xui16, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_i1 = graph.cast %x : tensor<?xui16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %to_ui8 = graph.cast %x : tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %to_ui32 = graph.cast %x : tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %to_ui64 = graph.cast %x : tensor<?xui16, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  return %to_f64, %to_f32, %to_f16, %to_bf16, %to_i64, %to_i32, %to_i16, %to_i8, %to_i1, %to_ui8, %to_ui32, %to_ui64 : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>
}

// -----

// From ui32.
func.func @main(%x: tensor<?xui32, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %to_f64 = graph.cast %x : tensor<?xui32, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %to_f32 = graph.cast %x : tensor<?xui32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %to_f16 = graph.cast %x : tensor<?xui32, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %to_bf16 = graph.cast %x : tensor<?xui32, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %to_i64 = graph.cast %x : tensor<?xui32, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i32 = graph.cast %x : tensor<?xui32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i16 = graph.cast %x : tensor<?xui32, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i8 = graph.cast %x : tensor<?xui32, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_i1 = graph.cast %x : tensor<?xui32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %to_ui8 = graph.cast %x : tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %to_ui16 = graph.cast %x : tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %to_ui64 = graph.cast %x : tensor<?xui32, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  return %to_f64, %to_f32, %to_f16, %to_bf16, %to_i64, %to_i32, %to_i16, %to_i8, %to_i1, %to_ui8, %to_ui16, %to_ui64 : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>
}

// -----

// From ui64.
func.func @main(%x: tensor<?xui64, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %to_f64 = graph.cast %x : tensor<?xui64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %to_f32 = graph.cast %x : tensor<?xui64, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %to_f16 = graph.cast %x : tensor<?xui64, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %to_bf16 = graph.cast %x : tensor<?xui64, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %to_i64 = graph.cast %x : tensor<?xui64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i32 = graph.cast %x : tensor<?xui64, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i16 = graph.cast %x : tensor<?xui64, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i8 = graph.cast %x : tensor<?xui64, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_i1 = graph.cast %x : tensor<?xui64, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %to_ui8 = graph.cast %x : tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %to_ui16 = graph.cast %x : tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %to_ui32 = graph.cast %x : tensor<?xui64, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  return %to_f64, %to_f32, %to_f16, %to_bf16, %to_i64, %to_i32, %to_i16, %to_i8, %to_i1, %to_ui8, %to_ui16, %to_ui32 : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>
}

// -----

// f64 of both signs, towards zero.
func.func @main(%x: tensor<?xf64, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill 64.0 : f64 -> tensor<?xf64, #graph.sizes<s0>>
  %s = graph.mul %x, %c : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %to_i64 = graph.cast %s : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i32 = graph.cast %s : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i16 = graph.cast %s : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i8 = graph.cast %s : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_i1 = graph.cast %s : tensor<?xf64, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  return %to_i64, %to_i32, %to_i16, %to_i8, %to_i1 : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>
}

// -----

// f32 of both signs, towards zero.
func.func @main(%x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill 64.0 : f32 -> tensor<?xf32, #graph.sizes<s0>>
  %s = graph.mul %x, %c : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %to_i64 = graph.cast %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i32 = graph.cast %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i16 = graph.cast %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i8 = graph.cast %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_i1 = graph.cast %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  return %to_i64, %to_i32, %to_i16, %to_i8, %to_i1 : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>
}

// -----

// f16 of both signs, towards zero.
func.func @main(%x: tensor<?xf16, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill 64.0 : f16 -> tensor<?xf16, #graph.sizes<s0>>
  %s = graph.mul %x, %c : tensor<?xf16, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %to_i64 = graph.cast %s : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i32 = graph.cast %s : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i16 = graph.cast %s : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i8 = graph.cast %s : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_i1 = graph.cast %s : tensor<?xf16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  return %to_i64, %to_i32, %to_i16, %to_i8, %to_i1 : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>
}

// -----

// bf16 of both signs, towards zero.
func.func @main(%x: tensor<?xbf16, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill 64.0 : bf16 -> tensor<?xbf16, #graph.sizes<s0>>
  %s = graph.mul %x, %c : tensor<?xbf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %to_i64 = graph.cast %s : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i32 = graph.cast %s : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i16 = graph.cast %s : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i8 = graph.cast %s : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_i1 = graph.cast %s : tensor<?xbf16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  return %to_i64, %to_i32, %to_i16, %to_i8, %to_i1 : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>
}

// -----

// Negative i64: wraps in what is narrower or unsigned.
func.func @main(%x: tensor<?xi64, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill -37 : i64 -> tensor<?xi64, #graph.sizes<s0>>
  %s = graph.mul %x, %c : tensor<?xi64, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_f64 = graph.cast %s : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %to_f32 = graph.cast %s : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %to_f16 = graph.cast %s : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %to_bf16 = graph.cast %s : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %to_i32 = graph.cast %s : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i16 = graph.cast %s : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i8 = graph.cast %s : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_i1 = graph.cast %s : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %to_ui8 = graph.cast %s : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %to_ui16 = graph.cast %s : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %to_ui32 = graph.cast %s : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %to_ui64 = graph.cast %s : tensor<?xi64, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  return %to_f64, %to_f32, %to_f16, %to_bf16, %to_i32, %to_i16, %to_i8, %to_i1, %to_ui8, %to_ui16, %to_ui32, %to_ui64 : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>
}

// -----

// Negative i32: wraps in what is narrower or unsigned.
func.func @main(%x: tensor<?xi32, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill -37 : i32 -> tensor<?xi32, #graph.sizes<s0>>
  %s = graph.mul %x, %c : tensor<?xi32, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_f64 = graph.cast %s : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %to_f32 = graph.cast %s : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %to_f16 = graph.cast %s : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %to_bf16 = graph.cast %s : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %to_i64 = graph.cast %s : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i16 = graph.cast %s : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i8 = graph.cast %s : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_i1 = graph.cast %s : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %to_ui8 = graph.cast %s : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %to_ui16 = graph.cast %s : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %to_ui32 = graph.cast %s : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %to_ui64 = graph.cast %s : tensor<?xi32, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  return %to_f64, %to_f32, %to_f16, %to_bf16, %to_i64, %to_i16, %to_i8, %to_i1, %to_ui8, %to_ui16, %to_ui32, %to_ui64 : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>
}

// -----

// Negative i16: wraps in what is narrower or unsigned.
func.func @main(%x: tensor<?xi16, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill -37 : i16 -> tensor<?xi16, #graph.sizes<s0>>
  %s = graph.mul %x, %c : tensor<?xi16, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_f64 = graph.cast %s : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %to_f32 = graph.cast %s : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %to_f16 = graph.cast %s : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %to_bf16 = graph.cast %s : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %to_i64 = graph.cast %s : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i32 = graph.cast %s : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i8 = graph.cast %s : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_i1 = graph.cast %s : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %to_ui8 = graph.cast %s : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %to_ui16 = graph.cast %s : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %to_ui32 = graph.cast %s : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %to_ui64 = graph.cast %s : tensor<?xi16, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  return %to_f64, %to_f32, %to_f16, %to_bf16, %to_i64, %to_i32, %to_i8, %to_i1, %to_ui8, %to_ui16, %to_ui32, %to_ui64 : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>
}

// -----

// Negative i8: wraps in what is narrower or unsigned.
func.func @main(%x: tensor<?xi8, #graph.sizes<s0>> {graph.name = "x"})
    -> (tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>) attributes {graph.symbols = ["count"]} {
  %c = graph.fill -37 : i8 -> tensor<?xi8, #graph.sizes<s0>>
  %s = graph.mul %x, %c : tensor<?xi8, #graph.sizes<s0>>, tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi8, #graph.sizes<s0>>
  %to_f64 = graph.cast %s : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xf64, #graph.sizes<s0>>
  %to_f32 = graph.cast %s : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %to_f16 = graph.cast %s : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xf16, #graph.sizes<s0>>
  %to_bf16 = graph.cast %s : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xbf16, #graph.sizes<s0>>
  %to_i64 = graph.cast %s : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi64, #graph.sizes<s0>>
  %to_i32 = graph.cast %s : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi32, #graph.sizes<s0>>
  %to_i16 = graph.cast %s : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi16, #graph.sizes<s0>>
  %to_i1 = graph.cast %s : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
  %to_ui8 = graph.cast %s : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xui8, #graph.sizes<s0>>
  %to_ui16 = graph.cast %s : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xui16, #graph.sizes<s0>>
  %to_ui32 = graph.cast %s : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xui32, #graph.sizes<s0>>
  %to_ui64 = graph.cast %s : tensor<?xi8, #graph.sizes<s0>> -> tensor<?xui64, #graph.sizes<s0>>
  return %to_f64, %to_f32, %to_f16, %to_bf16, %to_i64, %to_i32, %to_i16, %to_i1, %to_ui8, %to_ui16, %to_ui32, %to_ui64 : tensor<?xf64, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>>, tensor<?xf16, #graph.sizes<s0>>, tensor<?xbf16, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s0>>, tensor<?xi32, #graph.sizes<s0>>, tensor<?xi16, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>, tensor<?xui8, #graph.sizes<s0>>, tensor<?xui16, #graph.sizes<s0>>, tensor<?xui32, #graph.sizes<s0>>, tensor<?xui64, #graph.sizes<s0>>
}
