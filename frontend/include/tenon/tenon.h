//===- tenon.h - The whole front end -----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENON_H
#define TENON_TENON_H

#include "tenon/Control.h"
#include "tenon/Modes.h"
#include "tenon/Serialize.h"
#include "tenon/Tensor.h"
#include "tenon/Trace.h"
#include "tenon/nn/Enums.h"
#include "tenon/nn/Functional.h"
#include "tenon/nn/Layers.h"
#include "tenon/ops/SecondNames.h"

#endif
