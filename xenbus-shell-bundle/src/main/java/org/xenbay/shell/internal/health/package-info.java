// SPDX-License-Identifier: Apache-2.0
/** Judges how the daemon and its host are. Knows nothing of commands. */
package org.xenbay.shell.internal.health;
