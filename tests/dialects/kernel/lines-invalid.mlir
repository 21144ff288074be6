// RUN: tenon-opt %s --split-input-file --verify-diagnostics

func.func @reads_what_it_changes(%x: tensor<9xf32>, %u: tensor<5xf32>) {
  // expected-error @+1 {{reads the tensor that it changes}}
  %y = kernel.scatter sum(%x, %u : tensor<9xf32>, tensor<5xf32>) sizes = <1, 5, 1> places = <9>
      target = affine_map<(d0, d1, d2, d3) -> (d3)> -> tensor<9xf32> {
  ^bb0(%d: tensor<9xf32>, %a: tensor<5xf32>, %o: index, %l: index, %j: index):
    %e = kernel.load %d[affine_map<(d0) -> (d0)>](%l) : tensor<9xf32> -> f32
    kernel.yield %l, %e : index, f32
  }
  return
}

// -----

func.func @yields_no_place(%x: tensor<9xf32>, %u: tensor<5xf32>) {
  // expected-error @+1 {{should yield a place and an element of 'f32'}}
  %y = kernel.scatter sum(%x, %u : tensor<9xf32>, tensor<5xf32>) sizes = <1, 5, 1> places = <9>
      target = affine_map<(d0, d1, d2, d3) -> (d3)> -> tensor<9xf32> {
  ^bb0(%d: tensor<9xf32>, %a: tensor<5xf32>, %o: index, %l: index, %j: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%l) : tensor<5xf32> -> f32
    kernel.yield %e : f32
  }
  return
}

// -----

func.func @has_four_sizes(%x: tensor<9xf32>) {
  // expected-error @+1 {{needs the sizes [outer, length, inner]}}
  %y = kernel.scan(%x : tensor<9xf32>) sizes = <1, 3, 3, 1> initial = [0.0 : f32] -> tensor<1x9x1xf32> {
  ^bb0(%a: tensor<9xf32>, %s: f32, %o: index, %l: index, %j: index):
    kernel.yield %s, %s : f32, f32
  }
  return
}

// -----

func.func @carries_another_type(%x: tensor<9xf32>) {
  // expected-error @+1 {{should yield the next carried values first}}
  %y = kernel.scan(%x : tensor<9xf32>) sizes = <1, 9, 1> initial = [0 : i64] -> tensor<1x9x1xf32> {
  ^bb0(%a: tensor<9xf32>, %s: i64, %o: index, %l: index, %j: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%l) : tensor<9xf32> -> f32
    kernel.yield %e, %e : f32, f32
  }
  return
}

// -----

func.func @gives_nothing(%x: tensor<9xf32>) {
  // expected-error @+1 {{gives neither values nor indices}}
  %y = kernel.sort(%x : tensor<9xf32>) sizes = <1, 9, 1> -> tensor<1x9x1xf32> {
  ^bb0(%a: tensor<9xf32>, %o: index, %l: index, %j: index):
    %e = kernel.load %a[affine_map<(d0) -> (d0)>](%l) : tensor<9xf32> -> f32
    kernel.yield %e : f32
  }
  return
}
