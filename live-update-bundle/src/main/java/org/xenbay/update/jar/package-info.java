// SPDX-License-Identifier: Apache-2.0
/** Looks at jars of bundles before they are installed: whether they are whole, and whether they can run here. */
package org.xenbay.update.jar;
