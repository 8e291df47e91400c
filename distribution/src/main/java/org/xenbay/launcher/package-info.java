// SPDX-License-Identifier: Apache-2.0
/** Starts the daemon: one run folder, one log, one OSGi framework; bin/xenbay calls it. */
package org.xenbay.launcher;
