// SPDX-License-Identifier: Apache-2.0
/** The core of Xenbay; its OSGi side. */
package org.xenbay.core;
