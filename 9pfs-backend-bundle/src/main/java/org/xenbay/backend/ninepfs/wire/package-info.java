// SPDX-License-Identifier: Apache-2.0
/** 9P's messages as bytes: types, numbers, reading and writing. Knows no files and no transport. */
package org.xenbay.backend.ninepfs.wire;
