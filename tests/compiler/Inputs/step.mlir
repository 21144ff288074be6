// One step of a recurrence.
func.func @main(%x: tensor<2xf32> {graph.name = "x"}, %h: tensor<2xf32> {graph.name = "h"})
    -> (tensor<2xf32> {graph.name = "y"}, tensor<2xf32> {graph.name = "next"}) {
  %next = graph.add %x, %h : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
  %y = graph.tanh %next : tensor<2xf32> -> tensor<2xf32>
  return %y, %next : tensor<2xf32>, tensor<2xf32>
}
