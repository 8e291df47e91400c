// SPDX-License-Identifier: Apache-2.0
/** What a viewer types and points at, as keys and positions of a guest. */
package org.xenbay.vnc.keys;
