// SPDX-License-Identifier: Apache-2.0
/** Figures about speed and memory; nothing here passes or fails. */
package org.xenbay.benchmark;
