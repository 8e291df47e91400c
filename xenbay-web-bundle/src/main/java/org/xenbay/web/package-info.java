// SPDX-License-Identifier: Apache-2.0
/** Joins the page to the platform: its settings, its services, and its command. */
package org.xenbay.web;
