// The kernels that SpeedTest.cpp times: 65536 elements each.

func.func @test_copy(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.elementwise(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <65536> -> tensor<65536xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<65536xf32> -> f32
    kernel.yield %e : f32
  }
  return
}

func.func @test_add(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.elementwise(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <65536> -> tensor<65536xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<65536xf32> -> f32
    %f = kernel.load %b[affine_map<(d0) -> (d0)>](%i) : tensor<65536xf32> -> f32
    %y = arith.addf %e, %f : f32
    kernel.yield %y : f32
  }
  return
}

func.func @test_relu(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.elementwise(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <65536> -> tensor<65536xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<65536xf32> -> f32
    %c = arith.constant 0.0 : f32
    %y = arith.maximumf %e, %c : f32
    kernel.yield %y : f32
  }
  return
}

func.func @test_exp(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.elementwise(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <65536> -> tensor<65536xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<65536xf32> -> f32
    %y = math.exp %e : f32
    kernel.yield %y : f32
  }
  return
}

func.func @test_tanh(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.elementwise(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <65536> -> tensor<65536xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<65536xf32> -> f32
    %y = math.tanh %e : f32
    kernel.yield %y : f32
  }
  return
}

func.func @test_erf(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.elementwise(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <65536> -> tensor<65536xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<65536xf32> -> f32
    %y = math.erf %e : f32
    kernel.yield %y : f32
  }
  return
}

func.func @test_log(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.elementwise(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <65536> -> tensor<65536xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<65536xf32> -> f32
    %y = math.log %e : f32
    kernel.yield %y : f32
  }
  return
}

func.func @test_sin(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.elementwise(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <65536> -> tensor<65536xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<65536xf32> -> f32
    %y = math.sin %e : f32
    kernel.yield %y : f32
  }
  return
}

func.func @test_pow(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.elementwise(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <65536> -> tensor<65536xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<65536xf32> -> f32
    %f = kernel.load %b[affine_map<(d0) -> (d0)>](%i) : tensor<65536xf32> -> f32
    %y = math.powf %e, %f : f32
    kernel.yield %y : f32
  }
  return
}

func.func @test_sigmoid(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.elementwise(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <65536> -> tensor<65536xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<65536xf32> -> f32
    %one = arith.constant 1.0 : f32
    %n = arith.negf %e : f32
    %p = math.exp %n : f32
    %q = arith.addf %one, %p : f32
    %s = arith.divf %one, %q : f32
    kernel.yield %s : f32
  }
  return
}

func.func @test_silu(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.elementwise(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <65536> -> tensor<65536xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<65536xf32> -> f32
    %one = arith.constant 1.0 : f32
    %n = arith.negf %e : f32
    %p = math.exp %n : f32
    %q = arith.addf %one, %p : f32
    %s = arith.divf %one, %q : f32
    %y = arith.mulf %e, %s : f32
    kernel.yield %y : f32
  }
  return
}

func.func @test_gelu(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.elementwise(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <65536> -> tensor<65536xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<65536xf32> -> f32
    %h = arith.constant 0.5 : f32
    %r = arith.constant 0.70710678118654752 : f32
    %one = arith.constant 1.0 : f32
    %m = arith.mulf %e, %r : f32
    %p = math.erf %m : f32
    %q = arith.addf %p, %one : f32
    %half = arith.mulf %e, %h : f32
    %y = arith.mulf %half, %q : f32
    kernel.yield %y : f32
  }
  return
}

func.func @test_gelu_tanh(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.elementwise(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <65536> -> tensor<65536xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%i) : tensor<65536xf32> -> f32
    %h = arith.constant 0.5 : f32
    %k = arith.constant 0.044715 : f32
    %r = arith.constant 0.79788456080286535588 : f32
    %one = arith.constant 1.0 : f32
    %sq = arith.mulf %e, %e : f32
    %cu = arith.mulf %sq, %e : f32
    %ck = arith.mulf %cu, %k : f32
    %in = arith.addf %e, %ck : f32
    %m = arith.mulf %in, %r : f32
    %p = math.tanh %m : f32
    %q = arith.addf %p, %one : f32
    %half = arith.mulf %e, %h : f32
    %y = arith.mulf %half, %q : f32
    kernel.yield %y : f32
  }
  return
}

func.func @test_transpose(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.elementwise(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <256, 256> -> tensor<256x256xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index, %j: index):
    %e = kernel.load %a[affine_map<(d0, d1) -> (d1 * 256 + d0)>](%i, %j) : tensor<65536xf32> -> f32
    kernel.yield %e : f32
  }
  return
}

func.func @test_heads(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.elementwise(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <8, 128, 64> -> tensor<8x128x64xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index, %j: index, %k: index):
    %e = kernel.load %a[affine_map<(d0, d1, d2) -> (d1 * 512 + d0 * 64 + d2)>](%i, %j, %k) : tensor<65536xf32> -> f32
    kernel.yield %e : f32
  }
  return
}

func.func @test_column_sums(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.elementwise(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <512> -> tensor<512xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index):
    %s = kernel.fold sum <128> : f32 {
    ^bb1(%k: index):
      %e = kernel.load %a[affine_map<(d0, d1) -> (d0 * 512 + d1)>](%k, %i) : tensor<65536xf32> -> f32
      kernel.yield %e : f32
    }
    kernel.yield %s : f32
  }
  return
}

func.func @test_pool(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.elementwise(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <1024, 64> -> tensor<1024x64xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index, %j: index):
    %s = kernel.fold max <3, 3> : f32 {
    ^bb1(%k: index, %l: index):
      %e = kernel.load %a[affine_map<(d0, d1, d2, d3) -> ((d0 + d2) * 64 + d1 + d3 * 64)>](%i, %j, %k, %l) : tensor<65536xf32> -> f32
      kernel.yield %e : f32
    }
    kernel.yield %s : f32
  }
  return
}

func.func @test_sum(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.rows(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <128> row_size = <512> -> tensor<128xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index):
    %s = kernel.sweep [sum] -> f32 {
    ^bb1(%j: index):
      %e = kernel.load %a[affine_map<(d0, d1) -> (d0 * 512 + d1)>](%i, %j) : tensor<65536xf32> -> f32
      kernel.yield %e : f32
    }
    kernel.yield %s : f32
  }
  return
}

func.func @test_softmax(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.rows(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <128> row_size = <512> -> tensor<128x512xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index):
    %m = kernel.sweep [max] -> f32 {
    ^bb1(%j: index):
      %e = kernel.load %a[affine_map<(d0, d1) -> (d0 * 512 + d1)>](%i, %j) : tensor<65536xf32> -> f32
      kernel.yield %e : f32
    }
    %s, %row = kernel.sweep [sum] -> f32, !kernel.row<f32> {
    ^bb1(%j: index):
      %e = kernel.load %a[affine_map<(d0, d1) -> (d0 * 512 + d1)>](%i, %j) : tensor<65536xf32> -> f32
      %d = arith.subf %e, %m : f32
      %p = math.exp %d : f32
      kernel.yield %p, %p : f32, f32
    }
    %one = arith.constant 1.0 : f32
    %q = arith.divf %one, %s : f32
    %y = kernel.sweep [] -> !kernel.row<f32> {
    ^bb1(%j: index):
      %e = kernel.read_row %row : !kernel.row<f32> -> f32
      %d = arith.mulf %e, %q : f32
      kernel.yield %d : f32
    }
    kernel.yield %y : !kernel.row<f32>
  }
  return
}

func.func @test_layer_norm(%x: tensor<65536xf32>, %z: tensor<65536xf32>) {
  %r = kernel.rows(%x, %z : tensor<65536xf32>, tensor<65536xf32>) sizes = <128> row_size = <512> -> tensor<128x512xf32> {
  ^bb0(%a: tensor<65536xf32>, %b: tensor<65536xf32>, %i: index):
    %s = kernel.sweep [sum] -> f32 {
    ^bb1(%j: index):
      %e = kernel.load %a[affine_map<(d0, d1) -> (d0 * 512 + d1)>](%i, %j) : tensor<65536xf32> -> f32
      kernel.yield %e : f32
    }
    %n = arith.constant 512.0 : f32
    %mean = arith.divf %s, %n : f32
    %v = kernel.sweep [sum] -> f32 {
    ^bb1(%j: index):
      %e = kernel.load %a[affine_map<(d0, d1) -> (d0 * 512 + d1)>](%i, %j) : tensor<65536xf32> -> f32
      %d = arith.subf %e, %mean : f32
      %p = arith.mulf %d, %d : f32
      kernel.yield %p : f32
    }
    %var = arith.divf %v, %n : f32
    %eps = arith.constant 0.00001 : f32
    %w = arith.addf %var, %eps : f32
    %q = math.rsqrt %w : f32
    %y = kernel.sweep [] -> !kernel.row<f32> {
    ^bb1(%j: index):
      %e = kernel.load %a[affine_map<(d0, d1) -> (d0 * 512 + d1)>](%i, %j) : tensor<65536xf32> -> f32
      %d = arith.subf %e, %mean : f32
      %p = arith.mulf %d, %q : f32
      %g = kernel.load %b[affine_map<(d0) -> (d0)>](%j) : tensor<65536xf32> -> f32
      %h = arith.mulf %p, %g : f32
      kernel.yield %h : f32
    }
    kernel.yield %y : !kernel.row<f32>
  }
  return
}
