// A strided convolution, one by transformed tiles, one of channels only, and a linear layer with gelu.
func.func @main(%x: tensor<1x64x28x28xf32> {graph.name = "x"}, %w0: tensor<64x64x3x3xf32> {graph.name = "w0"}, %w1: tensor<80x64x3x3xf32> {graph.name = "w1"}, %w2: tensor<32x80x1x1xf32> {graph.name = "w2"}, %w3: tensor<6272x96xf32> {graph.name = "w3"})
    -> (tensor<1x96xf32> {graph.name = "y"}) {
  %0 = graph.convolution %x, %w0 strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<1x64x28x28xf32>, tensor<64x64x3x3xf32> -> tensor<1x64x28x28xf32>
  %1 = graph.relu %0 : tensor<1x64x28x28xf32> -> tensor<1x64x28x28xf32>
  %2 = graph.convolution %1, %w1 strides = [2, 2] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<1x64x28x28xf32>, tensor<80x64x3x3xf32> -> tensor<1x80x14x14xf32>
  %3 = graph.relu %2 : tensor<1x80x14x14xf32> -> tensor<1x80x14x14xf32>
  %4 = graph.convolution %3, %w2 strides = [1, 1] low = [0, 0] high = [0, 0] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<1x80x14x14xf32>, tensor<32x80x1x1xf32> -> tensor<1x32x14x14xf32>
  %5 = graph.reshape %4 : tensor<1x32x14x14xf32> -> tensor<1x6272xf32>
  %6 = graph.matmul %5, %w3 : tensor<1x6272xf32>, tensor<6272x96xf32> -> tensor<1x96xf32>
  %7 = graph.gelu %6 : tensor<1x96xf32> -> tensor<1x96xf32>
  return %7 : tensor<1x96xf32>
}
