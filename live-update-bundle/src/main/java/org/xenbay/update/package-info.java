// SPDX-License-Identifier: Apache-2.0
/** Updates bundles while guests use the devices that they serve. */
package org.xenbay.update;
