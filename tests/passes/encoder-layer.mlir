// RUN: tenon-opt --pass-pipeline='builtin.module(func.func(cse,simplify,flatten-contractions,merge-sibling-contractions,pack-contractions,simplify,cse),outline-prepare,func.func(fuse-contractions,fuse-attention,fuse-reductions,fuse-elementwise,lower-to-kernel,cse,plan-memory,verify-kernels))' %s | FileCheck %s
// All passes together: one layer of a sentence encoder is seven kernels, and none only moves elements.

// CHECK-LABEL: func.func @layer
// CHECK-NOT: kernel.elementwise
// Query, key and value with their biases.
// CHECK: kernel.contraction({{.*}}) sizes = <s0 * s1, 288> depth = <96>
// CHECK: kernel.attention({{.*}}) sizes = <s0, 3, s1, 32>
// The residuals are added in the products' epilogues, in place.
// CHECK: kernel.contraction({{.*}}) sizes = <s0 * s1, 96> depth = <96>
// CHECK: kernel.rows
// CHECK: kernel.contraction({{.*}}) sizes = <s0 * s1, 384> depth = <96>
// CHECK: math.erf
// CHECK: kernel.contraction({{.*}}) sizes = <s0 * s1, 96> depth = <384>
// CHECK: kernel.rows
// CHECK-NOT: kernel.{{elementwise|rows|contraction|attention}}
// CHECK: return
// CHECK: func.func private @prepare_0
func.func @layer(%x: tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>, %m: tensor<?x1x1x?xf32, #graph.sizes<s0, 1, 1, s1>>) -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> attributes {graph.symbols = ["batch", "sequence"]} {
  %v1 = graph.weight "l.q.weight" : tensor<96x96xf32>
  %v2 = graph.weight "l.q.bias" : tensor<96xf32>
  %v3 = graph.transpose %v1 permutation = [1, 0] : tensor<96x96xf32> -> tensor<96x96xf32>
  %v4 = graph.reshape %x : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %v5 = graph.matmul %v4, %v3 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<96x96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %v6 = graph.reshape %v5 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v7 = graph.broadcast %v2 axes = [2] : tensor<96xf32> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v8 = graph.add %v6, %v7 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>, tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v9 = graph.weight "l.k.weight" : tensor<96x96xf32>
  %v10 = graph.weight "l.k.bias" : tensor<96xf32>
  %v11 = graph.transpose %v9 permutation = [1, 0] : tensor<96x96xf32> -> tensor<96x96xf32>
  %v12 = graph.reshape %x : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %v13 = graph.matmul %v12, %v11 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<96x96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %v14 = graph.reshape %v13 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v15 = graph.broadcast %v10 axes = [2] : tensor<96xf32> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v16 = graph.add %v14, %v15 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>, tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v17 = graph.weight "l.v.weight" : tensor<96x96xf32>
  %v18 = graph.weight "l.v.bias" : tensor<96xf32>
  %v19 = graph.transpose %v17 permutation = [1, 0] : tensor<96x96xf32> -> tensor<96x96xf32>
  %v20 = graph.reshape %x : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %v21 = graph.matmul %v20, %v19 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<96x96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %v22 = graph.reshape %v21 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v23 = graph.broadcast %v18 axes = [2] : tensor<96xf32> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v24 = graph.add %v22, %v23 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>, tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v25 = graph.reshape %v8 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>>
  %v26 = graph.transpose %v25 permutation = [0, 2, 1, 3] : tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>> -> tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>
  %v27 = graph.reshape %v16 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>>
  %v28 = graph.transpose %v27 permutation = [0, 2, 1, 3] : tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>> -> tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>
  %v29 = graph.reshape %v24 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>>
  %v30 = graph.transpose %v29 permutation = [0, 2, 1, 3] : tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>> -> tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>
  %v31 = graph.attention %v26, %v28, %v30 mask = %m : tensor<?x1x1x?xf32, #graph.sizes<s0, 1, 1, s1>> scale = 0.17677669529663687 : tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>, tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>, tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>> -> tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>>
  %v32 = graph.transpose %v31 permutation = [0, 2, 1, 3] : tensor<?x3x?x32xf32, #graph.sizes<s0, 3, s1, 32>> -> tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>>
  %v33 = graph.reshape %v32 : tensor<?x?x3x32xf32, #graph.sizes<s0, s1, 3, 32>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v34 = graph.weight "l.o.weight" : tensor<96x96xf32>
  %v35 = graph.weight "l.o.bias" : tensor<96xf32>
  %v36 = graph.transpose %v34 permutation = [1, 0] : tensor<96x96xf32> -> tensor<96x96xf32>
  %v37 = graph.reshape %v33 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %v38 = graph.matmul %v37, %v36 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<96x96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %v39 = graph.reshape %v38 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v40 = graph.broadcast %v35 axes = [2] : tensor<96xf32> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v41 = graph.add %v39, %v40 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>, tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v42 = graph.add %v41, %x : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>, tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v43 = graph.weight "l.ln1.weight" : tensor<96xf32>
  %v44 = graph.weight "l.ln1.bias" : tensor<96xf32>
  %v45 = graph.layer_norm %v42 scale = %v43 : tensor<96xf32> bias = %v44 : tensor<96xf32> axis = 2 epsilon = 1.0e-12 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v46 = graph.weight "l.f1.weight" : tensor<384x96xf32>
  %v47 = graph.weight "l.f1.bias" : tensor<384xf32>
  %v48 = graph.transpose %v46 permutation = [1, 0] : tensor<384x96xf32> -> tensor<96x384xf32>
  %v49 = graph.reshape %v45 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %v50 = graph.matmul %v49, %v48 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>, tensor<96x384xf32> -> tensor<?x384xf32, #graph.sizes<s0 * s1, 384>>
  %v51 = graph.reshape %v50 : tensor<?x384xf32, #graph.sizes<s0 * s1, 384>> -> tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>>
  %v52 = graph.broadcast %v47 axes = [2] : tensor<384xf32> -> tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>>
  %v53 = graph.add %v51, %v52 : tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>>, tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>> -> tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>>
  %v54 = graph.gelu %v53 : tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>> -> tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>>
  %v55 = graph.weight "l.f2.weight" : tensor<96x384xf32>
  %v56 = graph.weight "l.f2.bias" : tensor<96xf32>
  %v57 = graph.transpose %v55 permutation = [1, 0] : tensor<96x384xf32> -> tensor<384x96xf32>
  %v58 = graph.reshape %v54 : tensor<?x?x384xf32, #graph.sizes<s0, s1, 384>> -> tensor<?x384xf32, #graph.sizes<s0 * s1, 384>>
  %v59 = graph.matmul %v58, %v57 : tensor<?x384xf32, #graph.sizes<s0 * s1, 384>>, tensor<384x96xf32> -> tensor<?x96xf32, #graph.sizes<s0 * s1, 96>>
  %v60 = graph.reshape %v59 : tensor<?x96xf32, #graph.sizes<s0 * s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v61 = graph.broadcast %v56 axes = [2] : tensor<96xf32> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v62 = graph.add %v60, %v61 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>, tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v63 = graph.add %v62, %v45 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>, tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  %v64 = graph.weight "l.ln2.weight" : tensor<96xf32>
  %v65 = graph.weight "l.ln2.bias" : tensor<96xf32>
  %v66 = graph.layer_norm %v63 scale = %v64 : tensor<96xf32> bias = %v65 : tensor<96xf32> axis = 2 epsilon = 1.0e-12 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>> -> tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
  return %v66 : tensor<?x?x96xf32, #graph.sizes<s0, s1, 96>>
}
