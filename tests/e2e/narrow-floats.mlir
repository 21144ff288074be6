// Floats of eight bits and fewer: every code, and numbers of every exponent around all roundings.
// RUN: tenon-check %s

// f8E4M3FN
func.func @main() -> (tensor<65536xui8>, tensor<65536xui8>, tensor<65536xui8>, tensor<256xf32>) {
  %i = graph.iota 0 : tensor<65536xi32>
  %k = graph.fill 65537 : i32 -> tensor<65536xi32>
  %b = graph.mul %i, %k : tensor<65536xi32>, tensor<65536xi32> -> tensor<65536xi32>
  %x = graph.bitcast %b : tensor<65536xi32> -> tensor<65536xf32>
  %w = graph.cast %x : tensor<65536xf32> -> tensor<65536xf64>
  %f = graph.fill 1.0000000001 : f64 -> tensor<65536xf64>
  %y = graph.mul %w, %f : tensor<65536xf64>, tensor<65536xf64> -> tensor<65536xf64>
  %c0 = graph.cast %x {saturate} : tensor<65536xf32> -> tensor<65536xf8E4M3FN>
  %u0 = graph.bitcast %c0 : tensor<65536xf8E4M3FN> -> tensor<65536xui8>
  %c1 = graph.cast %x : tensor<65536xf32> -> tensor<65536xf8E4M3FN>
  %u1 = graph.bitcast %c1 : tensor<65536xf8E4M3FN> -> tensor<65536xui8>
  %c2 = graph.cast %y {saturate} : tensor<65536xf64> -> tensor<65536xf8E4M3FN>
  %u2 = graph.bitcast %c2 : tensor<65536xf8E4M3FN> -> tensor<65536xui8>
  %j = graph.iota 0 : tensor<256xi32>
  %d = graph.cast %j : tensor<256xi32> -> tensor<256xui8>
  %e = graph.bitcast %d : tensor<256xui8> -> tensor<256xf8E4M3FN>
  %g = graph.cast %e : tensor<256xf8E4M3FN> -> tensor<256xf32>
  return %u0, %u1, %u2, %g : tensor<65536xui8>, tensor<65536xui8>, tensor<65536xui8>, tensor<256xf32>
}

// -----

// f8E4M3FNUZ
func.func @main() -> (tensor<65536xui8>, tensor<65536xui8>, tensor<65536xui8>, tensor<256xf32>) {
  %i = graph.iota 0 : tensor<65536xi32>
  %k = graph.fill 65537 : i32 -> tensor<65536xi32>
  %b = graph.mul %i, %k : tensor<65536xi32>, tensor<65536xi32> -> tensor<65536xi32>
  %x = graph.bitcast %b : tensor<65536xi32> -> tensor<65536xf32>
  %w = graph.cast %x : tensor<65536xf32> -> tensor<65536xf64>
  %f = graph.fill 1.0000000001 : f64 -> tensor<65536xf64>
  %y = graph.mul %w, %f : tensor<65536xf64>, tensor<65536xf64> -> tensor<65536xf64>
  %c0 = graph.cast %x {saturate} : tensor<65536xf32> -> tensor<65536xf8E4M3FNUZ>
  %u0 = graph.bitcast %c0 : tensor<65536xf8E4M3FNUZ> -> tensor<65536xui8>
  %c1 = graph.cast %x : tensor<65536xf32> -> tensor<65536xf8E4M3FNUZ>
  %u1 = graph.bitcast %c1 : tensor<65536xf8E4M3FNUZ> -> tensor<65536xui8>
  %c2 = graph.cast %y {saturate} : tensor<65536xf64> -> tensor<65536xf8E4M3FNUZ>
  %u2 = graph.bitcast %c2 : tensor<65536xf8E4M3FNUZ> -> tensor<65536xui8>
  %j = graph.iota 0 : tensor<256xi32>
  %d = graph.cast %j : tensor<256xi32> -> tensor<256xui8>
  %e = graph.bitcast %d : tensor<256xui8> -> tensor<256xf8E4M3FNUZ>
  %g = graph.cast %e : tensor<256xf8E4M3FNUZ> -> tensor<256xf32>
  return %u0, %u1, %u2, %g : tensor<65536xui8>, tensor<65536xui8>, tensor<65536xui8>, tensor<256xf32>
}

// -----

// f8E5M2
func.func @main() -> (tensor<65536xui8>, tensor<65536xui8>, tensor<65536xui8>, tensor<256xf32>) {
  %i = graph.iota 0 : tensor<65536xi32>
  %k = graph.fill 65537 : i32 -> tensor<65536xi32>
  %b = graph.mul %i, %k : tensor<65536xi32>, tensor<65536xi32> -> tensor<65536xi32>
  %x = graph.bitcast %b : tensor<65536xi32> -> tensor<65536xf32>
  %w = graph.cast %x : tensor<65536xf32> -> tensor<65536xf64>
  %f = graph.fill 1.0000000001 : f64 -> tensor<65536xf64>
  %y = graph.mul %w, %f : tensor<65536xf64>, tensor<65536xf64> -> tensor<65536xf64>
  %c0 = graph.cast %x {saturate} : tensor<65536xf32> -> tensor<65536xf8E5M2>
  %u0 = graph.bitcast %c0 : tensor<65536xf8E5M2> -> tensor<65536xui8>
  %c1 = graph.cast %x : tensor<65536xf32> -> tensor<65536xf8E5M2>
  %u1 = graph.bitcast %c1 : tensor<65536xf8E5M2> -> tensor<65536xui8>
  %c2 = graph.cast %y {saturate} : tensor<65536xf64> -> tensor<65536xf8E5M2>
  %u2 = graph.bitcast %c2 : tensor<65536xf8E5M2> -> tensor<65536xui8>
  %j = graph.iota 0 : tensor<256xi32>
  %d = graph.cast %j : tensor<256xi32> -> tensor<256xui8>
  %e = graph.bitcast %d : tensor<256xui8> -> tensor<256xf8E5M2>
  %g = graph.cast %e : tensor<256xf8E5M2> -> tensor<256xf32>
  return %u0, %u1, %u2, %g : tensor<65536xui8>, tensor<65536xui8>, tensor<65536xui8>, tensor<256xf32>
}

// -----

// f8E5M2FNUZ
func.func @main() -> (tensor<65536xui8>, tensor<65536xui8>, tensor<65536xui8>, tensor<256xf32>) {
  %i = graph.iota 0 : tensor<65536xi32>
  %k = graph.fill 65537 : i32 -> tensor<65536xi32>
  %b = graph.mul %i, %k : tensor<65536xi32>, tensor<65536xi32> -> tensor<65536xi32>
  %x = graph.bitcast %b : tensor<65536xi32> -> tensor<65536xf32>
  %w = graph.cast %x : tensor<65536xf32> -> tensor<65536xf64>
  %f = graph.fill 1.0000000001 : f64 -> tensor<65536xf64>
  %y = graph.mul %w, %f : tensor<65536xf64>, tensor<65536xf64> -> tensor<65536xf64>
  %c0 = graph.cast %x {saturate} : tensor<65536xf32> -> tensor<65536xf8E5M2FNUZ>
  %u0 = graph.bitcast %c0 : tensor<65536xf8E5M2FNUZ> -> tensor<65536xui8>
  %c1 = graph.cast %x : tensor<65536xf32> -> tensor<65536xf8E5M2FNUZ>
  %u1 = graph.bitcast %c1 : tensor<65536xf8E5M2FNUZ> -> tensor<65536xui8>
  %c2 = graph.cast %y {saturate} : tensor<65536xf64> -> tensor<65536xf8E5M2FNUZ>
  %u2 = graph.bitcast %c2 : tensor<65536xf8E5M2FNUZ> -> tensor<65536xui8>
  %j = graph.iota 0 : tensor<256xi32>
  %d = graph.cast %j : tensor<256xi32> -> tensor<256xui8>
  %e = graph.bitcast %d : tensor<256xui8> -> tensor<256xf8E5M2FNUZ>
  %g = graph.cast %e : tensor<256xf8E5M2FNUZ> -> tensor<256xf32>
  return %u0, %u1, %u2, %g : tensor<65536xui8>, tensor<65536xui8>, tensor<65536xui8>, tensor<256xf32>
}

// -----

// f4E2M1FN
func.func @main() -> (tensor<65536xui8>, tensor<65536xui8>, tensor<65536xui8>, tensor<16xf32>) {
  %i = graph.iota 0 : tensor<65536xi32>
  %k = graph.fill 65537 : i32 -> tensor<65536xi32>
  %b = graph.mul %i, %k : tensor<65536xi32>, tensor<65536xi32> -> tensor<65536xi32>
  %x = graph.bitcast %b : tensor<65536xi32> -> tensor<65536xf32>
  %w = graph.cast %x : tensor<65536xf32> -> tensor<65536xf64>
  %f = graph.fill 1.0000000001 : f64 -> tensor<65536xf64>
  %y = graph.mul %w, %f : tensor<65536xf64>, tensor<65536xf64> -> tensor<65536xf64>
  %c0 = graph.cast %x {saturate} : tensor<65536xf32> -> tensor<65536xf4E2M1FN>
  %u0 = graph.bitcast %c0 : tensor<65536xf4E2M1FN> -> tensor<65536xui4>
  %v0 = graph.cast %u0 : tensor<65536xui4> -> tensor<65536xui8>
  %c1 = graph.cast %x : tensor<65536xf32> -> tensor<65536xf4E2M1FN>
  %u1 = graph.bitcast %c1 : tensor<65536xf4E2M1FN> -> tensor<65536xui4>
  %v1 = graph.cast %u1 : tensor<65536xui4> -> tensor<65536xui8>
  %c2 = graph.cast %y {saturate} : tensor<65536xf64> -> tensor<65536xf4E2M1FN>
  %u2 = graph.bitcast %c2 : tensor<65536xf4E2M1FN> -> tensor<65536xui4>
  %v2 = graph.cast %u2 : tensor<65536xui4> -> tensor<65536xui8>
  %j = graph.iota 0 : tensor<16xi32>
  %d = graph.cast %j : tensor<16xi32> -> tensor<16xui4>
  %e = graph.bitcast %d : tensor<16xui4> -> tensor<16xf4E2M1FN>
  %g = graph.cast %e : tensor<16xf4E2M1FN> -> tensor<16xf32>
  return %v0, %v1, %v2, %g : tensor<65536xui8>, tensor<65536xui8>, tensor<65536xui8>, tensor<16xf32>
}

// -----

// f8E8M0FNU
func.func @main() -> (tensor<65536xui8>, tensor<65536xui8>, tensor<65536xui8>, tensor<65536xui8>, tensor<65536xui8>, tensor<65536xui8>, tensor<256xf32>) {
  %i = graph.iota 0 : tensor<65536xi32>
  %k = graph.fill 65537 : i32 -> tensor<65536xi32>
  %b = graph.mul %i, %k : tensor<65536xi32>, tensor<65536xi32> -> tensor<65536xi32>
  %x = graph.bitcast %b : tensor<65536xi32> -> tensor<65536xf32>
  %w = graph.cast %x : tensor<65536xf32> -> tensor<65536xf64>
  %f = graph.fill 1.0000000001 : f64 -> tensor<65536xf64>
  %y = graph.mul %w, %f : tensor<65536xf64>, tensor<65536xf64> -> tensor<65536xf64>
  %c0 = graph.cast %x {saturate, rounding = 0 : i64} : tensor<65536xf32> -> tensor<65536xf8E8M0FNU>
  %u0 = graph.bitcast %c0 : tensor<65536xf8E8M0FNU> -> tensor<65536xui8>
  %c1 = graph.cast %x {saturate, rounding = 1 : i64} : tensor<65536xf32> -> tensor<65536xf8E8M0FNU>
  %u1 = graph.bitcast %c1 : tensor<65536xf8E8M0FNU> -> tensor<65536xui8>
  %c2 = graph.cast %x {saturate, rounding = 2 : i64} : tensor<65536xf32> -> tensor<65536xf8E8M0FNU>
  %u2 = graph.bitcast %c2 : tensor<65536xf8E8M0FNU> -> tensor<65536xui8>
  %c3 = graph.cast %x {rounding = 0 : i64} : tensor<65536xf32> -> tensor<65536xf8E8M0FNU>
  %u3 = graph.bitcast %c3 : tensor<65536xf8E8M0FNU> -> tensor<65536xui8>
  %c4 = graph.cast %x {rounding = 1 : i64} : tensor<65536xf32> -> tensor<65536xf8E8M0FNU>
  %u4 = graph.bitcast %c4 : tensor<65536xf8E8M0FNU> -> tensor<65536xui8>
  %c5 = graph.cast %x {rounding = 2 : i64} : tensor<65536xf32> -> tensor<65536xf8E8M0FNU>
  %u5 = graph.bitcast %c5 : tensor<65536xf8E8M0FNU> -> tensor<65536xui8>
  %j = graph.iota 0 : tensor<256xi32>
  %d = graph.cast %j : tensor<256xi32> -> tensor<256xui8>
  %e = graph.bitcast %d : tensor<256xui8> -> tensor<256xf8E8M0FNU>
  %g = graph.cast %e : tensor<256xf8E8M0FNU> -> tensor<256xf32>
  return %u0, %u1, %u2, %u3, %u4, %u5, %g : tensor<65536xui8>, tensor<65536xui8>, tensor<65536xui8>, tensor<65536xui8>, tensor<65536xui8>, tensor<65536xui8>, tensor<256xf32>
}
