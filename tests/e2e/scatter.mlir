// Tensors changed at computed indices: in the order of the updates, those out of range left out.
// RUN: tenon-check %s --sizes rows=1,indices=1 --sizes rows=5,indices=17 --sizes rows=33,indices=4

// Rows that are added.
func.func @main(%x: tensor<?x7xf32, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"}, %u: tensor<?x7xf32, #graph.sizes<s1, 7>> {graph.name = "u"})
    -> tensor<?x7xf32, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter sum %x, %i, %u axis = 0 : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x7xf32, #graph.sizes<s1, 7>> -> tensor<?x7xf32, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xf32, #graph.sizes<s0, 7>>
}

// -----

// Rows that are replaced, the last one of an index stays.
func.func @main(%x: tensor<?x7xf32, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"}, %u: tensor<?x7xf32, #graph.sizes<s1, 7>> {graph.name = "u"})
    -> tensor<?x7xf32, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter replace %x, %i, %u axis = 0 : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x7xf32, #graph.sizes<s1, 7>> -> tensor<?x7xf32, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xf32, #graph.sizes<s0, 7>>
}

// -----

// Rows of a symbolic size.
func.func @main(%x: tensor<9x?xf32, #graph.sizes<9, s0>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"}, %u: tensor<?x?xf32, #graph.sizes<s1, s0>> {graph.name = "u"})
    -> tensor<9x?xf32, #graph.sizes<9, s0>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter max %x, %i, %u axis = 0 : tensor<9x?xf32, #graph.sizes<9, s0>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x?xf32, #graph.sizes<s1, s0>> -> tensor<9x?xf32, #graph.sizes<9, s0>>
  return %y : tensor<9x?xf32, #graph.sizes<9, s0>>
}

// -----

// Rows of vectors and a rest.
func.func @main(%x: tensor<?x133xf32, #graph.sizes<s0, 133>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"}, %u: tensor<?x133xf32, #graph.sizes<s1, 133>> {graph.name = "u"})
    -> tensor<?x133xf32, #graph.sizes<s0, 133>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter sum %x, %i, %u axis = 0 : tensor<?x133xf32, #graph.sizes<s0, 133>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x133xf32, #graph.sizes<s1, 133>> -> tensor<?x133xf32, #graph.sizes<s0, 133>>
  return %y : tensor<?x133xf32, #graph.sizes<s0, 133>>
}

// -----

// The last axis, element by element.
func.func @main(%x: tensor<?x7xf32, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"}, %u: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "u"})
    -> tensor<?x7xf32, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter replace %x, %i, %u axis = 1 : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x7xf32, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xf32, #graph.sizes<s0, 7>>
}

// -----

// A middle axis by a matrix of indices.
func.func @main(%x: tensor<?x5x3xf32, #graph.sizes<s0, 5, 3>> {graph.name = "x"}, %i: tensor<?x2xi64, #graph.sizes<s1, 2>> {graph.name = "i"}, %u: tensor<?x?x2x3xf32, #graph.sizes<s0, s1, 2, 3>> {graph.name = "u"})
    -> tensor<?x5x3xf32, #graph.sizes<s0, 5, 3>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter product %x, %i, %u axis = 1 : tensor<?x5x3xf32, #graph.sizes<s0, 5, 3>>, tensor<?x2xi64, #graph.sizes<s1, 2>>, tensor<?x?x2x3xf32, #graph.sizes<s0, s1, 2, 3>> -> tensor<?x5x3xf32, #graph.sizes<s0, 5, 3>>
  return %y : tensor<?x5x3xf32, #graph.sizes<s0, 5, 3>>
}

// -----

// A middle axis with vectors behind it.
func.func @main(%x: tensor<?x5x16xf32, #graph.sizes<s0, 5, 16>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"}, %u: tensor<?x?x16xf32, #graph.sizes<s0, s1, 16>> {graph.name = "u"})
    -> tensor<?x5x16xf32, #graph.sizes<s0, 5, 16>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter min %x, %i, %u axis = 1 : tensor<?x5x16xf32, #graph.sizes<s0, 5, 16>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x?x16xf32, #graph.sizes<s0, s1, 16>> -> tensor<?x5x16xf32, #graph.sizes<s0, 5, 16>>
  return %y : tensor<?x5x16xf32, #graph.sizes<s0, 5, 16>>
}

// -----

// One index.
func.func @main(%x: tensor<?x9x?xf32, #graph.sizes<s0, 9, s1>> {graph.name = "x"}, %i: tensor<i64> {graph.name = "i"}, %u: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "u"})
    -> tensor<?x9x?xf32, #graph.sizes<s0, 9, s1>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter replace %x, %i, %u axis = 1 : tensor<?x9x?xf32, #graph.sizes<s0, 9, s1>>, tensor<i64>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x9x?xf32, #graph.sizes<s0, 9, s1>>
  return %y : tensor<?x9x?xf32, #graph.sizes<s0, 9, s1>>
}

// -----

// Indices from the end and out of range.
func.func @main(%x: tensor<6x?xf32, #graph.sizes<6, s0>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"}, %u: tensor<?x?xf32, #graph.sizes<s1, s0>> {graph.name = "u"})
    -> tensor<6x?xf32, #graph.sizes<6, s0>> attributes {graph.symbols = ["rows", "indices"]} {
  %c = graph.fill 9 : i64 -> tensor<?xi64, #graph.sizes<s1>>
  %j = graph.sub %i, %c : tensor<?xi64, #graph.sizes<s1>>, tensor<?xi64, #graph.sizes<s1>> -> tensor<?xi64, #graph.sizes<s1>>
  %y = graph.scatter sum %x, %j, %u axis = 0 : tensor<6x?xf32, #graph.sizes<6, s0>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x?xf32, #graph.sizes<s1, s0>> -> tensor<6x?xf32, #graph.sizes<6, s0>>
  return %y : tensor<6x?xf32, #graph.sizes<6, s0>>
}

// -----

// 32-bit indices.
func.func @main(%x: tensor<?x7xf32, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xi32, #graph.sizes<s1>> {graph.name = "i"}, %u: tensor<?x7xf32, #graph.sizes<s1, 7>> {graph.name = "u"})
    -> tensor<?x7xf32, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter replace %x, %i, %u axis = 0 : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?xi32, #graph.sizes<s1>>, tensor<?x7xf32, #graph.sizes<s1, 7>> -> tensor<?x7xf32, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xf32, #graph.sizes<s0, 7>>
}

// -----

// Unsigned indices.
func.func @main(%x: tensor<?x7xf32, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xui8, #graph.sizes<s1>> {graph.name = "i"}, %u: tensor<?x7xf32, #graph.sizes<s1, 7>> {graph.name = "u"})
    -> tensor<?x7xf32, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter sum %x, %i, %u axis = 0 : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?xui8, #graph.sizes<s1>>, tensor<?x7xf32, #graph.sizes<s1, 7>> -> tensor<?x7xf32, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xf32, #graph.sizes<s0, 7>>
}

// -----

// Integers.
func.func @main(%x: tensor<?x7xi32, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"}, %u: tensor<?x7xi32, #graph.sizes<s1, 7>> {graph.name = "u"})
    -> tensor<?x7xi32, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter product %x, %i, %u axis = 0 : tensor<?x7xi32, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x7xi32, #graph.sizes<s1, 7>> -> tensor<?x7xi32, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xi32, #graph.sizes<s0, 7>>
}

// -----

// Bytes without a sign.
func.func @main(%x: tensor<?x7xui8, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"}, %u: tensor<?x7xui8, #graph.sizes<s1, 7>> {graph.name = "u"})
    -> tensor<?x7xui8, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter max %x, %i, %u axis = 0 : tensor<?x7xui8, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x7xui8, #graph.sizes<s1, 7>> -> tensor<?x7xui8, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xui8, #graph.sizes<s0, 7>>
}

// -----

// Half precision.
func.func @main(%x: tensor<?x7xf16, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"}, %u: tensor<?x7xf16, #graph.sizes<s1, 7>> {graph.name = "u"})
    -> tensor<?x7xf16, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter sum %x, %i, %u axis = 0 : tensor<?x7xf16, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x7xf16, #graph.sizes<s1, 7>> -> tensor<?x7xf16, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xf16, #graph.sizes<s0, 7>>
}

// -----

// bf16, element by element.
func.func @main(%x: tensor<?x7xbf16, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"}, %u: tensor<?x?xbf16, #graph.sizes<s0, s1>> {graph.name = "u"})
    -> tensor<?x7xbf16, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter max %x, %i, %u axis = 1 : tensor<?x7xbf16, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x?xbf16, #graph.sizes<s0, s1>> -> tensor<?x7xbf16, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xbf16, #graph.sizes<s0, 7>>
}

// -----

// Doubles.
func.func @main(%x: tensor<?x7xf64, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"}, %u: tensor<?x7xf64, #graph.sizes<s1, 7>> {graph.name = "u"})
    -> tensor<?x7xf64, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter min %x, %i, %u axis = 0 : tensor<?x7xf64, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x7xf64, #graph.sizes<s1, 7>> -> tensor<?x7xf64, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xf64, #graph.sizes<s0, 7>>
}

// -----

// Truth values: or.
func.func @main(%x: tensor<?x7xi1, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"}, %u: tensor<?x7xi1, #graph.sizes<s1, 7>> {graph.name = "u"})
    -> tensor<?x7xi1, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter sum %x, %i, %u axis = 0 : tensor<?x7xi1, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x7xi1, #graph.sizes<s1, 7>> -> tensor<?x7xi1, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xi1, #graph.sizes<s0, 7>>
}

// -----

// Truth values: and.
func.func @main(%x: tensor<?x7xi1, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"}, %u: tensor<?x?xi1, #graph.sizes<s0, s1>> {graph.name = "u"})
    -> tensor<?x7xi1, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter product %x, %i, %u axis = 1 : tensor<?x7xi1, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x?xi1, #graph.sizes<s0, s1>> -> tensor<?x7xi1, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xi1, #graph.sizes<s0, 7>>
}

// -----

// Element by element along the last axis.
func.func @main(%x: tensor<?x7xf32, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = "i"}, %u: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "u"})
    -> tensor<?x7xf32, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter_along sum %x, %i, %u axis = 1 : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?x?xi64, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x7xf32, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xf32, #graph.sizes<s0, 7>>
}

// -----

// Element by element along the first axis.
func.func @main(%x: tensor<7x?xf32, #graph.sizes<7, s0>> {graph.name = "x"}, %i: tensor<?x?xi64, #graph.sizes<s1, s0>> {graph.name = "i"}, %u: tensor<?x?xf32, #graph.sizes<s1, s0>> {graph.name = "u"})
    -> tensor<7x?xf32, #graph.sizes<7, s0>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter_along replace %x, %i, %u axis = 0 : tensor<7x?xf32, #graph.sizes<7, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>, tensor<?x?xf32, #graph.sizes<s1, s0>> -> tensor<7x?xf32, #graph.sizes<7, s0>>
  return %y : tensor<7x?xf32, #graph.sizes<7, s0>>
}

// -----

// Element by element along a middle axis, out of range.
func.func @main(%x: tensor<?x7x5xf32, #graph.sizes<s0, 7, 5>> {graph.name = "x"}, %i: tensor<?x?x5xi64, #graph.sizes<s0, s1, 5>> {graph.name = "i"}, %u: tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>> {graph.name = "u"})
    -> tensor<?x7x5xf32, #graph.sizes<s0, 7, 5>> attributes {graph.symbols = ["rows", "indices"]} {
  %c = graph.fill 9 : i64 -> tensor<?x?x5xi64, #graph.sizes<s0, s1, 5>>
  %j = graph.sub %i, %c : tensor<?x?x5xi64, #graph.sizes<s0, s1, 5>>, tensor<?x?x5xi64, #graph.sizes<s0, s1, 5>> -> tensor<?x?x5xi64, #graph.sizes<s0, s1, 5>>
  %y = graph.scatter_along max %x, %j, %u axis = 1 : tensor<?x7x5xf32, #graph.sizes<s0, 7, 5>>, tensor<?x?x5xi64, #graph.sizes<s0, s1, 5>>, tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>> -> tensor<?x7x5xf32, #graph.sizes<s0, 7, 5>>
  return %y : tensor<?x7x5xf32, #graph.sizes<s0, 7, 5>>
}

// -----

// Fewer rows than the destination has.
func.func @main(%x: tensor<9x?xf32, #graph.sizes<9, s0>> {graph.name = "x"}, %i: tensor<4x?xi64, #graph.sizes<4, s1>> {graph.name = "i"}, %u: tensor<4x?xf32, #graph.sizes<4, s1>> {graph.name = "u"})
    -> tensor<9x?xf32, #graph.sizes<9, s0>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter_along replace %x, %i, %u axis = 1 : tensor<9x?xf32, #graph.sizes<9, s0>>, tensor<4x?xi64, #graph.sizes<4, s1>>, tensor<4x?xf32, #graph.sizes<4, s1>> -> tensor<9x?xf32, #graph.sizes<9, s0>>
  return %y : tensor<9x?xf32, #graph.sizes<9, s0>>
}

// -----

// Perhaps more rows than the destination has: those are left out.
func.func @main(%x: tensor<9x?xf32, #graph.sizes<9, s0>> {graph.name = "x"}, %i: tensor<?x4xi64, #graph.sizes<s1, 4>> {graph.name = "i"}, %u: tensor<?x4xf32, #graph.sizes<s1, 4>> {graph.name = "u"})
    -> tensor<9x?xf32, #graph.sizes<9, s0>> attributes {graph.symbols = ["rows", "indices"]} {
  %y = graph.scatter_along sum %x, %i, %u axis = 1 : tensor<9x?xf32, #graph.sizes<9, s0>>, tensor<?x4xi64, #graph.sizes<s1, 4>>, tensor<?x4xf32, #graph.sizes<s1, 4>> -> tensor<9x?xf32, #graph.sizes<9, s0>>
  return %y : tensor<9x?xf32, #graph.sizes<9, s0>>
}

// -----

// A destination of one value, changed on its way to an output.
func.func @main(%z: tensor<?xf32, #graph.sizes<s0>> {graph.name = "z"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"}, %u: tensor<?x7xf32, #graph.sizes<s1, 7>> {graph.name = "u"})
    -> tensor<?x7xf32, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %x = graph.fill 0.5 : f32 -> tensor<?x7xf32, #graph.sizes<s0, 7>>
  %y = graph.scatter sum %x, %i, %u axis = 0 : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x7xf32, #graph.sizes<s1, 7>> -> tensor<?x7xf32, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xf32, #graph.sizes<s0, 7>>
}

// -----

// A destination that is needed afterwards, and changed twice.
func.func @main(%x: tensor<?x7xf32, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"}, %u: tensor<?x7xf32, #graph.sizes<s1, 7>> {graph.name = "u"})
    -> (tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?x7xf32, #graph.sizes<s0, 7>>) attributes {graph.symbols = ["rows", "indices"]} {
  %e = graph.exp %x : tensor<?x7xf32, #graph.sizes<s0, 7>> -> tensor<?x7xf32, #graph.sizes<s0, 7>>
  %a = graph.scatter sum %e, %i, %u axis = 0 : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x7xf32, #graph.sizes<s1, 7>> -> tensor<?x7xf32, #graph.sizes<s0, 7>>
  %b = graph.scatter replace %a, %i, %u axis = 0 : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x7xf32, #graph.sizes<s1, 7>> -> tensor<?x7xf32, #graph.sizes<s0, 7>>
  %y = graph.mul %a, %b : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?x7xf32, #graph.sizes<s0, 7>> -> tensor<?x7xf32, #graph.sizes<s0, 7>>
  %z = graph.add %y, %e : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?x7xf32, #graph.sizes<s0, 7>> -> tensor<?x7xf32, #graph.sizes<s0, 7>>
  return %z, %b : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?x7xf32, #graph.sizes<s0, 7>>
}

// -----

// Updates that are made of the destination.
func.func @main(%x: tensor<?x7xf32, #graph.sizes<s0, 7>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"})
    -> tensor<?x7xf32, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "indices"]} {
  %e = graph.neg %x : tensor<?x7xf32, #graph.sizes<s0, 7>> -> tensor<?x7xf32, #graph.sizes<s0, 7>>
  %g = graph.gather %e, %i axis = 0 : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>> -> tensor<?x7xf32, #graph.sizes<s1, 7>>
  %y = graph.scatter product %e, %i, %g axis = 0 : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x7xf32, #graph.sizes<s1, 7>> -> tensor<?x7xf32, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xf32, #graph.sizes<s0, 7>>
}

// -----

// An element of many for each update: a histogram.
func.func @main(%x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"})
    -> tensor<?xf32, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "indices"]} {
  %o = graph.fill 1.0 : f32 -> tensor<?xf32, #graph.sizes<s1>>
  %y = graph.scatter sum %x, %i, %o axis = 0 : tensor<?xf32, #graph.sizes<s0>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?xf32, #graph.sizes<s1>> -> tensor<?xf32, #graph.sizes<s0>>
  return %y : tensor<?xf32, #graph.sizes<s0>>
}

// -----

// The larger of a number and NaN is NaN.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"}, %i: tensor<?xi64, #graph.sizes<s1>> {graph.name = "i"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "indices"]} {
  %u = graph.fill 0x7FC00000 : f32 -> tensor<?x?xf32, #graph.sizes<s1, s1>>
  %y = graph.scatter max %x, %i, %u axis = 0 : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?xi64, #graph.sizes<s1>>, tensor<?x?xf32, #graph.sizes<s1, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}
