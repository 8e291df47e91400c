// SPDX-License-Identifier: Apache-2.0
/** Replaces bundles while guests use what they serve. */
package org.xenbay.update;
