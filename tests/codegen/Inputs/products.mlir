// A strided convolution, one by transformed tiles, one of channels only, and linear layers with gelu and
// hard swish, whose numbers take registers.
func.func @main(%x: tensor<1x64x28x28xf32> {graph.name = "x"}, %w0: tensor<64x64x3x3xf32> {graph.name = "w0"}, %w1: tensor<80x64x3x3xf32> {graph.name = "w1"}, %w2: tensor<32x80x1x1xf32> {graph.name = "w2"}, %w3: tensor<6272x96xf32> {graph.name = "w3"}, %a: tensor<196x40xf32> {graph.name = "a"}, %w4: tensor<40x240xf32> {graph.name = "w4"}, %b: tensor<240xf32> {graph.name = "b"})
    -> (tensor<1x96xf32> {graph.name = "y"}, tensor<196x240xf32> {graph.name = "z"}) {
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
  %product = graph.matmul %a, %w4 : tensor<196x40xf32>, tensor<40x240xf32> -> tensor<196x240xf32>
  %bias = graph.broadcast %b axes = [1] : tensor<240xf32> -> tensor<196x240xf32>
  %8 = graph.add %product, %bias : tensor<196x240xf32>, tensor<196x240xf32> -> tensor<196x240xf32>
  %sixth = graph.fill 0.166666672 : f32 -> tensor<196x240xf32>
  %half = graph.fill 5.000000e-01 : f32 -> tensor<196x240xf32>
  %zero = graph.fill 0.000000e+00 : f32 -> tensor<196x240xf32>
  %one = graph.fill 1.000000e+00 : f32 -> tensor<196x240xf32>
  %9 = graph.mul %8, %sixth : tensor<196x240xf32>, tensor<196x240xf32> -> tensor<196x240xf32>
  %10 = graph.add %9, %half : tensor<196x240xf32>, tensor<196x240xf32> -> tensor<196x240xf32>
  %11 = graph.max %10, %zero : tensor<196x240xf32>, tensor<196x240xf32> -> tensor<196x240xf32>
  %12 = graph.min %11, %one : tensor<196x240xf32>, tensor<196x240xf32> -> tensor<196x240xf32>
  %13 = graph.mul %8, %12 : tensor<196x240xf32>, tensor<196x240xf32> -> tensor<196x240xf32>
  return %7, %13 : tensor<1x96xf32>, tensor<196x240xf32>
}
