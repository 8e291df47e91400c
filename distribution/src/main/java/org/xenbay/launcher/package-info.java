// SPDX-License-Identifier: Apache-2.0
/** Starts the daemon: run folder, log, OSGi framework; bin/xenbay calls it. */
package org.xenbay.launcher;
