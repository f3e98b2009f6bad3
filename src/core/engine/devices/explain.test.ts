import { describe, expect, it } from 'vitest'
import { explained } from './explain.ts'

describe('what a driver says', () => {
  it.each([
    ['CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version', /driver is too old: .*525\.60/],
    ['libcudnn.so.9: cannot open shared object file: No such file or directory', /^libcudnn\.so\.9 is not installed: /],
    ['CUDA failure 100: no CUDA-capable device is detected', /finds no graphics card/],
    ['Failed to get a WebGPU adapter.', /no graphics driver offers WebGPU an adapter/],
    ['vkCreateInstance failed with VK_ERROR_INCOMPATIBLE_DRIVER', /Vulkan driver is missing or too old/],
    ['dml_provider_factory.cc(520) 887A0004 The specified device interface is not supported', /too old for DirectML/],
    ["/lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found", /libraries are older/],
    ['something nobody knows', /^something nobody knows$/],
  ])('%s', (message, expected) => expect(explained(message).text).toMatch(expected))
})
