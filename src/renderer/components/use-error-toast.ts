import { useToast } from '@nuxt/ui/composables'
import { useSentence } from './use-sentence.ts'

/** Gives a function that tells at the edge of the window what was thrown, and the next step. */
export function useErrorToast(): (thrown: unknown) => void {
  const toast = useToast()
  const sentence = useSentence()
  return (thrown) => {
    const { text, next } = sentence(thrown)
    toast.add({ title: text, ...(next === undefined ? {} : { description: next }), color: 'error' })
  }
}
