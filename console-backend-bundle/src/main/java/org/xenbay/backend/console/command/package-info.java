// SPDX-License-Identifier: Apache-2.0
/**
 * The backend's command, which attaches a terminal to a console. Knows consoles as {@link
 * org.xenbay.backend.console.command.ConsoleAttachment} only.
 */
package org.xenbay.backend.console.command;
