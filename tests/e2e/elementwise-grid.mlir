// A chain of elementwise ops over sizes around every vector length (4, 8, 16), and beyond one tile.
// RUN: tenon-check %s --sizes rows=1 --sizes rows=3 --sizes rows=4 --sizes rows=5 --sizes rows=7 --sizes rows=8 --sizes rows=9 --sizes rows=15 --sizes rows=16 --sizes rows=17 --sizes rows=31 --sizes rows=63 --sizes rows=64 --sizes rows=65 --sizes rows=127 --sizes rows=1000 --sizes rows=4099
// RUN: tenon-check %s --sizes rows=1 --sizes rows=17 --sizes rows=4099 --static

// One axis.
func.func @main(%x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xf32, #graph.sizes<s0>> {graph.name = "y"})
    -> tensor<?xf32, #graph.sizes<s0>> attributes {graph.symbols = ["rows"]} {
  %s = graph.add %x, %y : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %r = graph.relu %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %z = graph.mul %r, %x : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  return %z : tensor<?xf32, #graph.sizes<s0>>
}
