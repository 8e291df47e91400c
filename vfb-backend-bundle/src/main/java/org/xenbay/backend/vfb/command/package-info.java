// SPDX-License-Identifier: Apache-2.0
/** Operators' commands for screens, and writers of picture files. */
package org.xenbay.backend.vfb.command;
