// Normalization of rows of any length, with and without parameters.
// RUN: tenon-check %s --sizes batch=1,sequence=1 --sizes batch=2,sequence=7 --sizes batch=3,sequence=33

// Scale and bias.
func.func @main(%x: tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>> {graph.name = "x"})
    -> tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>> attributes {graph.symbols = ["batch", "sequence"]} {
  %scale = graph.weight "scale" : tensor<384xf32>
  %bias = graph.weight "bias" : tensor<384xf32>
  %y = graph.layer_norm %x scale = %scale : tensor<384xf32> bias = %bias : tensor<384xf32> axis = 2 epsilon = 1.0e-5 : tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>> -> tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>>
  return %y : tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>>
}

// -----

// Neither.
func.func @main(%x: tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>> {graph.name = "x"})
    -> tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>> attributes {graph.symbols = ["batch", "sequence"]} {
  %y = graph.layer_norm %x axis = 2 epsilon = 1.0e-5 : tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>> -> tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>>
  return %y : tensor<?x?x5xf32, #graph.sizes<s0, s1, 5>>
}

// -----

// Scale only.
func.func @main(%x: tensor<?x?x17xf32, #graph.sizes<s0, s1, 17>> {graph.name = "x"})
    -> tensor<?x?x17xf32, #graph.sizes<s0, s1, 17>> attributes {graph.symbols = ["batch", "sequence"]} {
  %scale = graph.weight "scale" : tensor<17xf32>
  %y = graph.layer_norm %x scale = %scale : tensor<17xf32> axis = 2 epsilon = 1.0e-5 : tensor<?x?x17xf32, #graph.sizes<s0, s1, 17>> -> tensor<?x?x17xf32, #graph.sizes<s0, s1, 17>>
  return %y : tensor<?x?x17xf32, #graph.sizes<s0, s1, 17>>
}

// -----

// Bias only.
func.func @main(%x: tensor<?x?x16xf32, #graph.sizes<s0, s1, 16>> {graph.name = "x"})
    -> tensor<?x?x16xf32, #graph.sizes<s0, s1, 16>> attributes {graph.symbols = ["batch", "sequence"]} {
  %bias = graph.weight "bias" : tensor<16xf32>
  %y = graph.layer_norm %x bias = %bias : tensor<16xf32> axis = 2 epsilon = 1.0e-5 : tensor<?x?x16xf32, #graph.sizes<s0, s1, 16>> -> tensor<?x?x16xf32, #graph.sizes<s0, s1, 16>>
  return %y : tensor<?x?x16xf32, #graph.sizes<s0, s1, 16>>
}

// -----

// Rows of one.
func.func @main(%x: tensor<?x?x1xf32, #graph.sizes<s0, s1, 1>> {graph.name = "x"})
    -> tensor<?x?x1xf32, #graph.sizes<s0, s1, 1>> attributes {graph.symbols = ["batch", "sequence"]} {
  %scale = graph.weight "scale" : tensor<1xf32>
  %bias = graph.weight "bias" : tensor<1xf32>
  %y = graph.layer_norm %x scale = %scale : tensor<1xf32> bias = %bias : tensor<1xf32> axis = 2 epsilon = 1.0e-5 : tensor<?x?x1xf32, #graph.sizes<s0, s1, 1>> -> tensor<?x?x1xf32, #graph.sizes<s0, s1, 1>>
  return %y : tensor<?x?x1xf32, #graph.sizes<s0, s1, 1>>
}

// -----

// By the mean of squares.
func.func @main(%x: tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>> {graph.name = "x"})
    -> tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>> attributes {graph.symbols = ["batch", "sequence"]} {
  %scale = graph.weight "scale" : tensor<384xf32>
  %y = graph.layer_norm %x scale = %scale : tensor<384xf32> axis = 2 epsilon = 1.0e-5 rms : tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>> -> tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>>
  return %y : tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>>
}

// -----

// Over two axes.
func.func @main(%x: tensor<?x?x3x7xf32, #graph.sizes<s0, s1, 3, 7>> {graph.name = "x"})
    -> tensor<?x?x3x7xf32, #graph.sizes<s0, s1, 3, 7>> attributes {graph.symbols = ["batch", "sequence"]} {
  %scale = graph.weight "scale" : tensor<3x7xf32>
  %bias = graph.weight "bias" : tensor<3x7xf32>
  %y = graph.layer_norm %x scale = %scale : tensor<3x7xf32> bias = %bias : tensor<3x7xf32> axis = 2 epsilon = 1.0e-5 : tensor<?x?x3x7xf32, #graph.sizes<s0, s1, 3, 7>> -> tensor<?x?x3x7xf32, #graph.sizes<s0, s1, 3, 7>>
  return %y : tensor<?x?x3x7xf32, #graph.sizes<s0, s1, 3, 7>>
}

// -----

// bf16.
func.func @main(%x: tensor<?x?x64xbf16, #graph.sizes<s0, s1, 64>> {graph.name = "x"})
    -> tensor<?x?x64xbf16, #graph.sizes<s0, s1, 64>> attributes {graph.symbols = ["batch", "sequence"]} {
  %scale = graph.weight "scale" : tensor<64xbf16>
  %bias = graph.weight "bias" : tensor<64xbf16>
  %y = graph.layer_norm %x scale = %scale : tensor<64xbf16> bias = %bias : tensor<64xbf16> axis = 2 epsilon = 1.0e-5 : tensor<?x?x64xbf16, #graph.sizes<s0, s1, 64>> -> tensor<?x?x64xbf16, #graph.sizes<s0, s1, 64>>
  return %y : tensor<?x?x64xbf16, #graph.sizes<s0, s1, 64>>
}

// -----

// f16.
func.func @main(%x: tensor<?x?x64xf16, #graph.sizes<s0, s1, 64>> {graph.name = "x"})
    -> tensor<?x?x64xf16, #graph.sizes<s0, s1, 64>> attributes {graph.symbols = ["batch", "sequence"]} {
  %scale = graph.weight "scale" : tensor<64xf16>
  %bias = graph.weight "bias" : tensor<64xf16>
  %y = graph.layer_norm %x scale = %scale : tensor<64xf16> bias = %bias : tensor<64xf16> axis = 2 epsilon = 1.0e-5 : tensor<?x?x64xf16, #graph.sizes<s0, s1, 64>> -> tensor<?x?x64xf16, #graph.sizes<s0, s1, 64>>
  return %y : tensor<?x?x64xf16, #graph.sizes<s0, s1, 64>>
}

// -----

// f64.
func.func @main(%x: tensor<?x?x63xf64, #graph.sizes<s0, s1, 63>> {graph.name = "x"})
    -> tensor<?x?x63xf64, #graph.sizes<s0, s1, 63>> attributes {graph.symbols = ["batch", "sequence"]} {
  %scale = graph.weight "scale" : tensor<63xf64>
  %bias = graph.weight "bias" : tensor<63xf64>
  %y = graph.layer_norm %x scale = %scale : tensor<63xf64> bias = %bias : tensor<63xf64> axis = 2 epsilon = 1.0e-5 : tensor<?x?x63xf64, #graph.sizes<s0, s1, 63>> -> tensor<?x?x63xf64, #graph.sizes<s0, s1, 63>>
  return %y : tensor<?x?x63xf64, #graph.sizes<s0, s1, 63>>
}

// -----

// Over axes whose size is not known.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["batch", "sequence"]} {
  %y = graph.layer_norm %x axis = 1 epsilon = 1.0e-5 : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// Of a sum with a residual.
func.func @main(%x: tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>> {graph.name = "x"}, %r: tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>> {graph.name = "r"})
    -> tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>> attributes {graph.symbols = ["batch", "sequence"]} {
  %scale = graph.weight "scale" : tensor<48xf32>
  %bias = graph.weight "bias" : tensor<48xf32>
  %h = graph.add %x, %r : tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>>, tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>> -> tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>>
  %y = graph.layer_norm %h scale = %scale : tensor<48xf32> bias = %bias : tensor<48xf32> axis = 2 epsilon = 1.0e-12 : tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>> -> tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>>
  return %y : tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>>
}

// -----

// Of a sum that is a result too, and scaled after.
func.func @main(%x: tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>> {graph.name = "x"}, %r: tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>> {graph.name = "r"})
    -> (tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>>, tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>>) attributes {graph.symbols = ["batch", "sequence"]} {
  %scale = graph.weight "scale" : tensor<48xf32>
  %bias = graph.weight "bias" : tensor<48xf32>
  %h = graph.add %x, %r : tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>>, tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>> -> tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>>
  %n = graph.layer_norm %h scale = %scale : tensor<48xf32> bias = %bias : tensor<48xf32> axis = 2 epsilon = 1.0e-12 : tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>> -> tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>>
  %y = graph.mul %n, %x : tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>>, tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>> -> tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>>
  return %h, %y : tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>>, tensor<?x?x48xf32, #graph.sizes<s0, s1, 48>>
}
