// SPDX-License-Identifier: Apache-2.0
/** The backend's command and its views. */
package org.xenbay.backend.qusb.command;
