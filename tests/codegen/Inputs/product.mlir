// One product; ROWS and COLUMNS become numbers.
func.func @main(%x: tensor<ROWSx512xf32> {graph.name = "x"}, %w: tensor<512xCOLUMNSxf32> {graph.name = "w"}) -> (tensor<ROWSxCOLUMNSxf32> {graph.name = "y"}) {
  %0 = graph.matmul %x, %w : tensor<ROWSx512xf32>, tensor<512xCOLUMNSxf32> -> tensor<ROWSxCOLUMNSxf32>
  return %0 : tensor<ROWSxCOLUMNSxf32>
}
