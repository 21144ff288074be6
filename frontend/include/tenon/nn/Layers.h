//===- Layers.h - The modules that networks are made of ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_LAYERS_H
#define TENON_NN_LAYERS_H

#include "tenon/nn/Activations.h"
#include "tenon/nn/Attention.h"
#include "tenon/nn/BatchNorm.h"
#include "tenon/nn/Containers.h"
#include "tenon/nn/Convolution.h"
#include "tenon/nn/Dropout.h"
#include "tenon/nn/Embedding.h"
#include "tenon/nn/Init.h"
#include "tenon/nn/Linear.h"
#include "tenon/nn/Normalization.h"
#include "tenon/nn/Pooling.h"
#include "tenon/nn/Recurrent.h"
#include "tenon/nn/Resampling.h"
#include "tenon/nn/Sequential.h"
#include "tenon/nn/Transformer.h"

#endif
