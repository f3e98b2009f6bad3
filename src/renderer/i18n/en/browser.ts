export default {
  title: 'Choose a folder of pictures',
  lead: 'The folder that holds one folder for each class, or a zip of it. Folders of the computer the program runs on.',
  chooseFolder: 'Choose a folder',
  chooseFolderLead: 'Folders of the computer the program runs on.',
  places: 'Places',
  up: 'Up',
  empty: 'There are no folders and no zips in here.',
  pictures: '{count} picture lies directly in this folder | {count} pictures lie directly in this folder',
  more: 'and {count} more; write the path to open one of those',
  path: 'Path',
  choose: 'Open this folder',
}
