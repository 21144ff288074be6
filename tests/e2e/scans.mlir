// What the elements up to each one combine to.
// RUN: tenon-check %s --sizes rows=1,columns=1 --sizes rows=3,columns=17 --sizes rows=16,columns=5 --sizes rows=33,columns=70

// sum along 0.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan sum %x axis = 0 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
  return %y : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
}

// -----

// sum along 1.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan sum %x axis = 1 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
  return %y : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
}

// -----

// sum along 2.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan sum %x axis = 2 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
  return %y : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
}

// -----

// max along 0.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan max %x axis = 0 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
  return %y : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
}

// -----

// max along 1.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan max %x axis = 1 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
  return %y : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
}

// -----

// max along 2.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan max %x axis = 2 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
  return %y : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
}

// -----

// min along 0.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan min %x axis = 0 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
  return %y : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
}

// -----

// min along 1.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan min %x axis = 1 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
  return %y : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
}

// -----

// min along 2.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan min %x axis = 2 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
  return %y : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
}

// -----

// logsumexp along 0.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan logsumexp %x axis = 0 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
  return %y : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
}

// -----

// logsumexp along 1.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan logsumexp %x axis = 1 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
  return %y : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
}

// -----

// logsumexp along 2.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan logsumexp %x axis = 2 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
  return %y : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>
}

// -----

// Products of few, along the last axis.
func.func @main(%x: tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>> {graph.name = "x"})
    -> tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan product %x axis = 2 : tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>> -> tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>>
  return %y : tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>>
}

// -----

// Products along the first axis.
func.func @main(%x: tensor<5x?x?xf32, #graph.sizes<5, s0, s1>> {graph.name = "x"})
    -> tensor<5x?x?xf32, #graph.sizes<5, s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan product %x axis = 0 : tensor<5x?x?xf32, #graph.sizes<5, s0, s1>> -> tensor<5x?x?xf32, #graph.sizes<5, s0, s1>>
  return %y : tensor<5x?x?xf32, #graph.sizes<5, s0, s1>>
}

// -----

// Without the element itself.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan sum %x axis = 1 exclusive : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// From the end.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan sum %x axis = 0 reverse : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// From the end, without the element itself.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan max %x axis = 1 exclusive reverse : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// Few columns, walked one by one.
func.func @main(%x: tensor<?x?x3xf32, #graph.sizes<s0, s1, 3>> {graph.name = "x"})
    -> tensor<?x?x3xf32, #graph.sizes<s0, s1, 3>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan sum %x axis = 1 : tensor<?x?x3xf32, #graph.sizes<s0, s1, 3>> -> tensor<?x?x3xf32, #graph.sizes<s0, s1, 3>>
  return %y : tensor<?x?x3xf32, #graph.sizes<s0, s1, 3>>
}

// -----

// Integers.
func.func @main(%x: tensor<?x?xi32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xi32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan sum %x axis = 1 : tensor<?x?xi32, #graph.sizes<s0, s1>> -> tensor<?x?xi32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xi32, #graph.sizes<s0, s1>>
}

// -----

// Bytes that wrap.
func.func @main(%x: tensor<?x?xi8, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xi8, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan product %x axis = 0 : tensor<?x?xi8, #graph.sizes<s0, s1>> -> tensor<?x?xi8, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xi8, #graph.sizes<s0, s1>>
}

// -----

// Without a sign.
func.func @main(%x: tensor<?x?xui8, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xui8, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan max %x axis = 1 : tensor<?x?xui8, #graph.sizes<s0, s1>> -> tensor<?x?xui8, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xui8, #graph.sizes<s0, s1>>
}

// -----

// Half precision is summed in single.
func.func @main(%x: tensor<?x?xf16, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf16, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan sum %x axis = 1 : tensor<?x?xf16, #graph.sizes<s0, s1>> -> tensor<?x?xf16, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf16, #graph.sizes<s0, s1>>
}

// -----

// bf16 along the first axis.
func.func @main(%x: tensor<?x?xbf16, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xbf16, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan sum %x axis = 0 : tensor<?x?xbf16, #graph.sizes<s0, s1>> -> tensor<?x?xbf16, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xbf16, #graph.sizes<s0, s1>>
}

// -----

// Doubles.
func.func @main(%x: tensor<?x?xf64, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf64, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan logsumexp %x axis = 1 : tensor<?x?xf64, #graph.sizes<s0, s1>> -> tensor<?x?xf64, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf64, #graph.sizes<s0, s1>>
}

// -----

// Truth values: or.
func.func @main(%x: tensor<?x?xi1, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xi1, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan sum %x axis = 1 : tensor<?x?xi1, #graph.sizes<s0, s1>> -> tensor<?x?xi1, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xi1, #graph.sizes<s0, s1>>
}

// -----

// Truth values: and.
func.func @main(%x: tensor<?x?xi1, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xi1, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.scan min %x axis = 0 : tensor<?x?xi1, #graph.sizes<s0, s1>> -> tensor<?x?xi1, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xi1, #graph.sizes<s0, s1>>
}

// -----

// Where the max up to each element is, along 0.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xi64, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_scan max %x axis = 0 : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// Where the max up to each element is, along 1.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xi64, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_scan max %x axis = 1 : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// Where the min up to each element is, along 0.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xi64, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_scan min %x axis = 0 : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// Where the min up to each element is, along 1.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xi64, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_scan min %x axis = 1 : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// Where the largest of many equal integers is: the last one.
func.func @main(%x: tensor<?x?xi32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xi64, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_scan max %x axis = 1 : tensor<?x?xi32, #graph.sizes<s0, s1>> -> tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// Where the smallest is, without a sign.
func.func @main(%x: tensor<?x?xui8, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xi64, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_scan min %x axis = 1 : tensor<?x?xui8, #graph.sizes<s0, s1>> -> tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// Where the largest is, half precision.
func.func @main(%x: tensor<?x?xf16, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xi64, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_scan max %x axis = 1 : tensor<?x?xf16, #graph.sizes<s0, s1>> -> tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// What makes the elements, and what follows.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"}, %b: tensor<?xf32, #graph.sizes<s1>> {graph.name = "b"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %p = graph.broadcast %b axes = [1] : tensor<?xf32, #graph.sizes<s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %a = graph.mul %x, %p : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %s = graph.scan sum %a axis = 0 : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %y = graph.tanh %s : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// Of a transposed tensor.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s1, s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %p = graph.transpose %x permutation = [1, 0] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s1, s0>>
  %y = graph.scan sum %p axis = 1 : tensor<?x?xf32, #graph.sizes<s1, s0>> -> tensor<?x?xf32, #graph.sizes<s1, s0>>
  return %y : tensor<?x?xf32, #graph.sizes<s1, s0>>
}

// -----

// NaN stays, infinities have exponentials.
func.func @main(%z: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "z"})
    -> (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xi64>, tensor<8xi64>) attributes {graph.symbols = ["rows", "columns"]} {
  %x = graph.constant dense<[0xFF800000, -1.0, 2.0, 0x7F800000, 3.0, 0x7FC00000, 4.0, 0xFF800000]> : tensor<8xf32> : tensor<8xf32>
  %a = graph.scan max %x axis = 0 : tensor<8xf32> -> tensor<8xf32>
  %b = graph.scan min %x axis = 0 reverse : tensor<8xf32> -> tensor<8xf32>
  %c = graph.scan logsumexp %x axis = 0 : tensor<8xf32> -> tensor<8xf32>
  %d = graph.arg_scan max %x axis = 0 : tensor<8xf32> -> tensor<8xi64>
  %e = graph.arg_scan min %x axis = 0 : tensor<8xf32> -> tensor<8xi64>
  return %a, %b, %c, %d, %e : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xi64>, tensor<8xi64>
}
