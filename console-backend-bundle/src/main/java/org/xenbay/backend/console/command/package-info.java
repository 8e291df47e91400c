// SPDX-License-Identifier: Apache-2.0
/** The backend's command: a terminal that takes part in a console. */
package org.xenbay.backend.console.command;
