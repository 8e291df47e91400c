// SPDX-License-Identifier: Apache-2.0
/** 9P's messages as bytes: types, numbers, reading and writing. It knows neither files nor transports. */
package org.xenbay.backend.ninepfs.wire;
