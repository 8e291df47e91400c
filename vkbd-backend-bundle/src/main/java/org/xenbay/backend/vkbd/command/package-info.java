// SPDX-License-Identifier: Apache-2.0
/** The backend's commands. */
package org.xenbay.backend.vkbd.command;
