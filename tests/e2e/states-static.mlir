// States without anything symbolic: moved elements, exchanged states, other types.
// RUN: tenon-check %s

// Elements move: the rows of a window shift by one and the last is new.
func.func @main(%x: tensor<1x16xf32> {graph.name = "x"}, %w: tensor<5x16xf32> {graph.state = "window"})
    -> (tensor<16xf32>, tensor<5x16xf32> {graph.state = "window"}) {
  %rest = graph.slice %w starts = <1, 0> steps = [1, 1] : tensor<5x16xf32> -> tensor<4x16xf32>
  %n = graph.concat %rest, %x axis = 0 : tensor<4x16xf32>, tensor<1x16xf32> -> tensor<5x16xf32>
  %m = graph.reduce max %n axes = [0] : tensor<5x16xf32> -> tensor<16xf32>
  return %m, %n : tensor<16xf32>, tensor<5x16xf32>
}

// -----

// Three states change places; one is an output as it was.
func.func @main(%a: tensor<33xf32> {graph.state = "a"}, %b: tensor<33xf32> {graph.state = "b"}, %c: tensor<33xf32> {graph.state = "c"})
    -> (tensor<33xf32> {graph.state = "a"}, tensor<33xf32> {graph.state = "b"}, tensor<33xf32> {graph.state = "c"}, tensor<33xf32>) {
  return %b, %c, %a, %b : tensor<33xf32>, tensor<33xf32>, tensor<33xf32>, tensor<33xf32>
}

// -----

// A state that is only read, one that is only written, one of integers, and one of booleans.
func.func @main(%x: tensor<7xf32> {graph.name = "x"}, %r: tensor<7xf32> {graph.state = "read"}, %n: tensor<i64> {graph.state = "count"},
                %f: tensor<7xi1> {graph.state = "flags"})
    -> (tensor<7xf32>, tensor<7xf32> {graph.state = "written"}, tensor<i64> {graph.state = "count"}, tensor<7xi1> {graph.state = "flags"}) {
  %y = graph.mul %x, %r : tensor<7xf32>, tensor<7xf32> -> tensor<7xf32>
  %one = graph.fill 1 : i64 -> tensor<i64>
  %m = graph.add %n, %one : tensor<i64>, tensor<i64> -> tensor<i64>
  %g = graph.not %f : tensor<7xi1> -> tensor<7xi1>
  return %y, %x, %m, %g : tensor<7xf32>, tensor<7xf32>, tensor<i64>, tensor<7xi1>
}
