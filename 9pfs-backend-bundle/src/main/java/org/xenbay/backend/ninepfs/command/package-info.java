// SPDX-License-Identifier: Apache-2.0
/** The backend's command, and what it shows. */
package org.xenbay.backend.ninepfs.command;
