#!/usr/bin/env node
// The command line. CommonJS, since by the time an ES module runs, Node has sized its thread pool already, and decoding
// pictures wants a thread for each core.
/* eslint-disable no-undef, @typescript-eslint/no-require-imports */
const { availableParallelism } = require('node:os')

process.env.UV_THREADPOOL_SIZE ??= String(Math.max(4, availableParallelism()))
void import('./oneshot.mjs')
