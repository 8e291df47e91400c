// SPDX-License-Identifier: Apache-2.0
/** Measures speed and memory; a benchmark neither passes nor fails. */
package org.xenbay.benchmark;
