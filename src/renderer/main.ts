import ui from '@nuxt/ui/vue-plugin'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { connect, provideClient } from './client/index.ts'
import { i18n, firstLanguage, setLanguage } from './i18n/index.ts'
import { router } from './router.ts'
import './style.css'

const app = createApp(App)
provideClient(app, connect())
app.use(createPinia()).use(router).use(i18n).use(ui)
// Words that cannot be loaded are no reason for an empty page: English is always at hand.
void setLanguage(firstLanguage())
  .catch(() => undefined)
  .then(() => app.mount('#app'))
