// SPDX-License-Identifier: Apache-2.0
/** Checks jars of bundles before they are installed: whether they are complete, and whether they can run here. */
package org.xenbay.update.jar;
